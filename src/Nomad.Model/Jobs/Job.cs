namespace Nomad.Model.Jobs;

/// <summary>A job: what a user wants to run, after defaults. A job before defaults is a <c>JsonObject</c> with the same names.</summary>
/// <remarks>
/// Defaults (agent): ID→""; Name→ID; Namespace→default; Region→global (then agent region); Type→service; Priority: client default 50
/// (0 = server job_default_priority 50; max job_max_priority 100, hard cap 32766); AllAtOnce false; Datacenters empty → ["*"] (glob
/// patterns allowed); NodePool "" → namespace default → default; Update → default for service &amp; system when absent;
/// Periodic/Multiregion canonicalised. Server-owned (ignored on input): Status, StatusDescription, Stable, Version, SubmitTime(ns),
/// Create/Modify/JobModifyIndex, Dispatched, DispatchIdempotencyToken, ParentID, NomadTokenID (accessor of submitter), VersionTag.
/// Type: service|batch|system|sysbatch (_core internal). Status: pending|running|dead. Status rule: system, periodic, parameterized →
/// dead if Stop else running; others: any non-terminal deployment → running; any non-terminal alloc → running; any non-terminal eval
/// → pending; else dead if it ever had an eval or Stop; else pending. Version starts 0; bumped only when spec differs (all fields
/// compared except Status, StatusDescription, Stable, Version, three indexes, SubmitTime); unchanged resubmit → no new version but
/// still an eval. 6 versions kept by default (job_tracked_versions), tagged versions are extra and never pruned. Payload:
/// snappy-compressed in state, plain base64 in API output. Periodic child ID: &lt;id&gt;/periodic-&lt;unix sec&gt;; dispatch child:
/// &lt;id&gt;/dispatch-&lt;unix sec&gt;-&lt;8 hex&gt; (with IdPrefixTemplate:
/// &lt;id&gt;/dispatch-&lt;prefix&gt;-&lt;unix&gt;-&lt;8hex&gt;).
/// </remarks>
public sealed record Job
{
    public bool Stop { get; init; }

    public string Region { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";

    public string ParentID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }

    public bool AllAtOnce { get; init; }

    public IReadOnlyList<string>? Datacenters { get; init; }

    public string NodePool { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<Constraint>? Constraints { get; init; }

    public IReadOnlyList<Affinity>? Affinities { get; init; }

    public IReadOnlyList<Spread>? Spreads { get; init; }

    public IReadOnlyList<TaskGroup>? TaskGroups { get; init; }

    public UpdateStrategy Update { get; init => field = value ?? new(); } = new();

    public Multiregion? Multiregion { get; init; }

    public PeriodicConfig? Periodic { get; init; }

    public ParameterizedJobConfig? ParameterizedJob { get; init; }

    public bool Dispatched { get; init; }

    public string DispatchIdempotencyToken { get; init => field = value ?? ""; } = "";

    public byte[]? Payload { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public string ConsulNamespace { get; init => field = value ?? ""; } = "";

    public string VaultNamespace { get; init => field = value ?? ""; } = "";

    public string NomadTokenID { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public bool Stable { get; init; }

    public ulong Version { get; init; }

    public long SubmitTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public JobUIConfig? UI { get; init; }

    public JobVersionTag? VersionTag { get; init; }
}
