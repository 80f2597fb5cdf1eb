namespace Nomad.Model.Services;

/// <remarks>
/// ID _nomad-task-&lt;alloc&gt;-&lt;group\|task&gt;-&lt;service&gt;-&lt;port label&gt;.
/// </remarks>
public sealed record ServiceRegistration
{
    public string ID { get; init; } = "";

    public string ServiceName { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string NodeID { get; init; } = "";

    public string Datacenter { get; init; } = "";

    public string JobID { get; init; } = "";

    public string AllocID { get; init; } = "";

    public IReadOnlyList<string>? Tags { get; init; }

    public string Address { get; init; } = "";

    public int Port { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
