using Nomad.Model.Jobs;

namespace Nomad.Model.Services;

/// <remarks>
/// Name default &lt;job&gt;-&lt;group&gt;[-&lt;task&gt;]; interpolates ${JOB},${TASKGROUP},${TASK},${BASE}. AddressMode auto
/// (auto|host|driver|alloc|alloc_ipv6); OnUpdate require_healthy (ignore_warnings|ignore); Provider consul|nomad (default consul);
/// Cluster default; TaskName = task for task services; Namespace = job namespace for nomad provider.
/// </remarks>
public sealed record Service
{
    public string Name { get; init; } = "";

    public string TaskName { get; init; } = "";

    public string PortLabel { get; init; } = "";

    public string AddressMode { get; init; } = "";

    public string Address { get; init; } = "";

    public bool EnableTagOverride { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? CanaryTags { get; init; }

    public IReadOnlyList<ServiceCheck>? Checks { get; init; }

    public ConsulConnect? Connect { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public IReadOnlyDictionary<string, string>? CanaryMeta { get; init; }

    public ServiceWeights? Weights { get; init; }

    public IReadOnlyDictionary<string, string>? TaggedAddresses { get; init; }

    public string Namespace { get; init; } = "";

    public string OnUpdate { get; init; } = "";

    public string Provider { get; init; } = "";

    public string Cluster { get; init; } = "";

    public WorkloadIdentity? Identity { get; init; }

    public string Kind { get; init; } = "";
}
