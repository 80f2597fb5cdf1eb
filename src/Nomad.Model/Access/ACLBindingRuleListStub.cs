namespace Nomad.Model.Access;

public sealed record ACLBindingRuleListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public string AuthMethod { get; init => field = value ?? ""; } = "";

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
