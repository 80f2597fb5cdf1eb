namespace Nomad.Model.Requests;

/// <summary>Which objects a search looks at.</summary>
public static class SearchContexts
{
    public const string Allocs = "allocs";
    public const string Deployment = "deployment";
    public const string Evals = "evals";
    public const string Jobs = "jobs";
    public const string Nodes = "nodes";
    public const string NodePools = "node_pools";
    public const string Namespaces = "namespaces";
    public const string Quotas = "quotas";
    public const string Recommendations = "recommendations";
    public const string ScalingPolicy = "scaling_policy";
    public const string Plugins = "plugins";
    public const string Vars = "vars";
    public const string Volumes = "volumes";
    public const string HostVolumes = "host_volumes";
    public const string All = "all";
}
