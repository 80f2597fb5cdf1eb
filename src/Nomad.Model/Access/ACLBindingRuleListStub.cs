namespace Nomad.Model.Access;

public sealed record ACLBindingRuleListStub
{
    public string ID { get; init; } = "";

    public string Description { get; init; } = "";

    public string AuthMethod { get; init; } = "";

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
