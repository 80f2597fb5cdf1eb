namespace Nomad.Model.Services;

/// <summary>One running instance of a Nomad service.</summary>
/// <remarks>
/// ID _nomad-task-&lt;alloc&gt;-&lt;group\|task&gt;-&lt;service&gt;-&lt;port label&gt;.
/// </remarks>
public sealed record ServiceRegistration
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string ServiceName { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public string Datacenter { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public string AllocID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Tags { get; init; }

    public string Address { get; init => field = value ?? ""; } = "";

    public int Port { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
