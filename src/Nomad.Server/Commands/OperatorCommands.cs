namespace Nomad.Server.Commands;

/// <summary>With <paramref name="CheckIndex"/> only when the stored one still has that index.</summary>
public sealed record SetSchedulerConfiguration(SchedulerConfiguration Configuration, ulong? CheckIndex) : Command;

/// <summary>With <paramref name="CheckIndex"/> only when the stored one still has that index.</summary>
public sealed record SetAutopilot(AutopilotConfig Configuration, ulong? CheckIndex) : Command;

public sealed record UpsertNamespaces(IReadOnlyList<Namespace> Namespaces) : Command;

/// <summary>Refused whole when one is in use.</summary>
public sealed record DeleteNamespaces(IReadOnlyList<string> Names) : Command;

public sealed record UpsertNodePools(IReadOnlyList<NodePool> NodePools) : Command;

/// <summary>Refused whole when one is in use.</summary>
public sealed record DeleteNodePools(IReadOnlyList<string> Names) : Command;

public sealed record UpsertQuotas(IReadOnlyList<QuotaSpec> Quotas) : Command;

/// <summary>Refused whole when one is in use.</summary>
public sealed record DeleteQuotas(IReadOnlyList<string> Names) : Command;

/// <summary>Made once by the first leader; later ones are ignored. <paramref name="Time"/>: unix ns.</summary>
public sealed record SetClusterMetadata(string ClusterID, long Time) : Command;
