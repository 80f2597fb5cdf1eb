using Nomad.Scheduling.Feasibility;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>Which node pools the jobs of a namespace use: the one they get when they name none, and those they may name. Names may hold <c>*</c>. Pure.</summary>
internal static class NodePoolRules
{
    /// <summary>The pool of jobs that name none; null when the namespace says nothing of it.</summary>
    public static string? Default(Namespace? space) => space?.NodePoolConfiguration is { Default.Length: > 0 } rules ? rules.Default : null;

    /// <summary>Why a job of the namespace may not use a pool; null when it may. The default one is always allowed.</summary>
    public static string? Refusal(Namespace space, string pool)
    {
        if (space.NodePoolConfiguration is not { } rules || pool == (Default(space) ?? StateDefaults.NodePool))
            return null;
        var refused = rules.Allowed is { } allowed ? !DatacenterGlobs.Match(allowed, pool) : DatacenterGlobs.Match(rules.Denied ?? [], pool);
        return refused ? $"node pool \"{pool}\" is not allowed in namespace \"{space.Name}\"" : null;
    }

    /// <summary>Why rules make no sense; null when they do.</summary>
    public static string? Invalid(NamespaceNodePoolConfiguration? rules) => rules is { Allowed.Count: > 0, Denied.Count: > 0 }
        ? "node pools of a namespace are either allowed or denied, not both" : null;
}
