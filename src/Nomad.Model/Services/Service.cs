using Nomad.Model.Jobs;

namespace Nomad.Model.Services;

/// <summary>A service that a task or group offers, as a job states it.</summary>
/// <remarks>
/// Name default &lt;job&gt;-&lt;group&gt;[-&lt;task&gt;]; interpolates ${JOB},${TASKGROUP},${TASK},${BASE}. AddressMode auto
/// (auto|host|driver|alloc|alloc_ipv6); OnUpdate require_healthy (ignore_warnings|ignore); Provider consul|nomad (default consul);
/// Cluster default; TaskName = task for task services; Namespace = job namespace for nomad provider.
/// </remarks>
public sealed record Service
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string TaskName { get; init => field = value ?? ""; } = "";

    public string PortLabel { get; init => field = value ?? ""; } = "";

    public string AddressMode { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";

    public bool EnableTagOverride { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? CanaryTags { get; init; }

    public IReadOnlyList<ServiceCheck>? Checks { get; init; }

    public ConsulConnect? Connect { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public IReadOnlyDictionary<string, string>? CanaryMeta { get; init; }

    public ServiceWeights? Weights { get; init; }

    public IReadOnlyDictionary<string, string>? TaggedAddresses { get; init; }

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string OnUpdate { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

    public string Cluster { get; init => field = value ?? ""; } = "";

    public WorkloadIdentity? Identity { get; init; }

    public string Kind { get; init => field = value ?? ""; } = "";
}
