namespace Nomad.Model.Jobs;

public sealed record ScalingPolicyListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public bool Enabled { get; init; }

    public string Type { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Target { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
