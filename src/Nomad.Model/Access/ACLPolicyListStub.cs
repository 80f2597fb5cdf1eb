namespace Nomad.Model.Access;

public sealed record ACLPolicyListStub
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public JobACL? JobACL { get; init; }

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
