using Nomad.Model.Events;

namespace Nomad.Server.State.Writing;

/// <summary>How allocations of one command move their deployments on, gathered so that each deployment is written once.</summary>
internal sealed class DeploymentCounts
{
    private SortedDictionary<string, Pending>? pending;

    private sealed class Pending(Deployment deployment)
    {
        public readonly Deployment Deployment = deployment;
        public readonly Dictionary<string, DeploymentState> Groups = new(StringComparer.Ordinal);
        public long Time;
    }

    /// <summary>The state of a group with what was counted so far; null when there is no such deployment or group.</summary>
    public DeploymentState? Of(StateTransaction writes, string deploymentId, string group)
    {
        pending ??= new(StringComparer.Ordinal);
        if (!pending.TryGetValue(deploymentId, out var entry))
        {
            if (writes.View.Deployment(deploymentId) is not { } deployment)
                return null;
            pending[deploymentId] = entry = new Pending(deployment);
        }
        return entry.Groups.GetValueOrDefault(group) ?? entry.Deployment.TaskGroups.OrEmpty().GetValueOrDefault(group);
    }

    /// <summary>Notes the new state of a group that <see cref="Of"/> answered before.</summary>
    public void Set(string deploymentId, string group, DeploymentState state, long time)
    {
        var entry = pending![deploymentId];
        entry.Groups[group] = state;
        entry.Time = time;
    }

    public void Settle(StateTransaction writes)
    {
        if (pending is null)
            return;
        foreach (var (_, entry) in pending)
        {
            if (entry.Groups.Count == 0)
                continue;
            var groups = SmallMap.With(entry.Deployment.TaskGroups, (name, each) => entry.Groups.GetValueOrDefault(name, each));
            writes.PutDeployment(entry.Deployment with { TaskGroups = groups, ModifyIndex = writes.Index, ModifyTime = entry.Time },
                EventTypes.DeploymentAllocHealth);
        }
        pending.Clear();
    }
}
