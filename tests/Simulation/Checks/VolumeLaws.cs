using System.Globalization;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Volumes;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Checks;

/// <summary>
/// What must hold of volumes after every command: nothing is placed where its volume is not, nobody has one for whom its access mode leaves no place, and
/// what uses a volume is noted as long as it does. And what may keep <see cref="VolumeWork"/> waiting in the end.
/// </summary>
internal static class VolumeLaws
{
    /// <summary>Entries that may come between the look at a plan and its own: what a node tells in one of them, the plan could not know; the client refuses it.</summary>
    private const ulong UnderWay = 32;

    public static void Check(Datacenter site, StateSnapshot state, StateCommit commit, IReadOnlyList<Allocation> touched)
    {
        foreach (var placed in commit.Changes.Where(change => change.Before is null).Select(change => change.After).OfType<Allocation>())
        {
            if (Request(placed) is { } request && state.Node(placed.NodeID) is { } node && node.ModifyIndex + UnderWay < commit.Index && Lacking(state, node, placed.Namespace, request, SourceOf(request, placed.Name)) is { } lacking)
                throw site.Broken("volume", $"{placed.Name} is placed on {node.Name}, which {lacking} since {node.ModifyIndex}, at {commit.Index} ({commit.Command.GetType().Name})");
        }
        var concerned = touched.Where(alloc => VolumeWork.IsOf(alloc.JobID)).ToList();
        foreach (var nodeId in concerned.Select(alloc => alloc.NodeID).Distinct(StringComparer.Ordinal))
        {
            if (state.Node(nodeId) is { } node && Crowded(state, node, [.. state.AllocationsOfNode(nodeId).Where(IsUser)]) is { } crowd)
                throw site.Broken("volume", $"on {node.Name} {crowd} at {commit.Index} ({commit.Command.GetType().Name})\n{Calm.Details(state)}");
        }
        foreach (var source in concerned.Where(IsOfPlugin).Select(alloc => SourceOf(Request(alloc)!, alloc.Name)).Distinct(StringComparer.Ordinal))
        {
            var users = Users(state, source);
            if (Shared(source, [.. users.Where(IsUser)]) is { } shared)
                throw site.Broken("volume", $"{shared} at {commit.Index} ({commit.Command.GetType().Name})\n{Calm.Details(state)}");
            var claims = (state.VolumeClaims(JobDocuments.Space, source)?.Claims).OrEmpty().Select(claim => claim.AllocID);
            if (!claims.SequenceEqual(users.Select(alloc => alloc.ID).Order(StringComparer.Ordinal), StringComparer.Ordinal))
                throw site.Broken("claim", $"volume {source} is claimed by [{string.Join(",", claims.Select(id => id[..8]))}] and used by [{string.Join(",", users.Select(alloc => alloc.ID[..8]))}] at {commit.Index}");
        }
    }

    /// <summary>What is noted as used by somebody who is gone; null when nothing is.</summary>
    public static string? Unreleased(StateSnapshot state)
    {
        foreach (var volume in state.CsiVolumes())
            if ((state.VolumeClaims(volume.Namespace, volume.ID)?.Claims).OrEmpty().FirstOrDefault(claim => state.Allocation(claim.AllocID) is not { } user || !IsUser(user)) is { } left)
                return $"volume {volume.ID} is claimed by {left.AllocID[..8]}, which is gone: {(state.Allocation(left.AllocID) is { } gone ? $"{gone.Name} on {gone.NodeID[^2..]} ({state.Node(gone.NodeID)?.Status}) {gone.DesiredStatus} {gone.ClientStatus}, version {gone.Job?.Version}, changed at {gone.ModifyIndex} of {state.Index}" : "forgotten")}";
        return null;
    }

    /// <summary>Whether a job's volume would be there for one more of its allocations on a node, with those who are there now.</summary>
    public static bool HasPlace(StateSnapshot state, Node node, Job job)
    {
        if (!VolumeWork.IsOf(job.ID))
            return true;
        var group = job.TaskGroups![0];
        var taken = state.AllocationsOfJob(job.Namespace, job.ID).Where(IsUser).Select(alloc => alloc.Name).ToHashSet(StringComparer.Ordinal);
        // Of a batch job what has ended well is not wanted again.
        if (job.Type == JobTypes.Batch)
            taken.UnionWith(state.AllocationsOfJob(job.Namespace, job.ID).Where(alloc => alloc.ClientStatus == AllocClientStatus.Complete && alloc.Job?.Version == job.Version).Select(alloc => alloc.Name));
        foreach (var index in Enumerable.Range(0, group.Count))
        {
            var asked = new Allocation { ID = "asked-for", Namespace = job.Namespace, JobID = job.ID, Job = job, TaskGroup = group.Name, NodeID = node.ID, Name = $"{job.ID}.{group.Name}[{index}]" };
            if (taken.Contains(asked.Name) || Request(asked) is not { } request)
                continue;
            var source = SourceOf(request, asked.Name);
            if (Lacking(state, node, job.Namespace, request, source) is null && Crowded(state, node, [.. state.AllocationsOfNode(node.ID).Where(IsUser), asked]) is null
                && (!IsOfPlugin(asked) || MayShare(request, [.. Users(state, source)])))
                return true;
        }
        return false;
    }

    private static VolumeRequest? Request(Allocation alloc) => VolumeWork.IsOf(alloc.JobID) ? (alloc.Job?.TaskGroups?[0].Volumes).OrEmpty().Values.SingleOrDefault() : null;

    private static bool IsOfPlugin(Allocation alloc) => Request(alloc)?.Type == VolumeTypes.Csi;

    private static string SourceOf(VolumeRequest request, string allocName) =>
        request.PerAlloc ? string.Create(CultureInfo.InvariantCulture, $"{request.Source}{allocName[allocName.IndexOf('[', StringComparison.Ordinal)..]}") : request.Source;

    private static bool IsUser(Allocation alloc) => NodeLaws.IsLive(alloc) && Request(alloc) is not null;

    // Whoever has it, wanted or not, until it has ended on its client.
    private static List<Allocation> Users(StateSnapshot state, string source) => [.. VolumeWork.Jobs.SelectMany(job => state.AllocationsOfJob(JobDocuments.Space, job))
        .Where(alloc => !AllocClientStatus.IsTerminal(alloc.ClientStatus) && IsOfPlugin(alloc) && SourceOf(Request(alloc)!, alloc.Name) == source)];

    private static string? Lacking(StateSnapshot state, Node node, string space, VolumeRequest request, string source)
    {
        if (request.Type == VolumeTypes.Host)
            return !node.HostVolumes.OrEmpty().TryGetValue(source, out var volume) ? $"has no {source}" : volume.ReadOnly && !request.ReadOnly ? $"lets nobody write to {source}" : null;
        if (state.CsiVolume(space, source) is not { } brought)
            return $"can not have {source}, which does not exist";
        if (!node.CSINodePlugins.OrEmpty().TryGetValue(brought.PluginID, out var plugin) || !plugin.Healthy)
            return $"has no healthy plugin for {source}";
        return brought.Topologies.OrEmpty().Count > 0 && brought.Topologies!.All(place => place.Segments!["rack"] != node.Attributes!["rack"]) ? $"does not reach {source}" : null;
    }

    private static string? Crowded(StateSnapshot state, Node node, IReadOnlyList<Allocation> users)
    {
        foreach (var writers in users.Where(alloc => Request(alloc) is { Type: VolumeTypes.Host, ReadOnly: false }).GroupBy(alloc => SourceOf(Request(alloc)!, alloc.Name)))
            if (writers.Count() > 1 && writers.Any(alloc => Request(alloc)!.AccessMode == HostVolumeAccessModes.SingleNodeSingleWriter))
                return $"{string.Join(", ", writers.Select(alloc => alloc.Name))} write to {writers.Key}, one of them alone";
        var brought = users.Where(alloc => IsOfPlugin(alloc) && state.CsiVolume(alloc.Namespace, SourceOf(Request(alloc)!, alloc.Name)) is not null)
            .Select(alloc => SourceOf(Request(alloc)!, alloc.Name)).Distinct(StringComparer.Ordinal).ToList();
        return brought.Count > VolumeWork.MostOnNode ? $"the plugin brings {string.Join(", ", brought)}" : null;
    }

    private static string? Shared(string source, IReadOnlyList<Allocation> users)
    {
        var (modes, writers) = (users.Select(alloc => Request(alloc)!.AccessMode).Distinct(StringComparer.Ordinal).ToList(), users.Where(alloc => !Request(alloc)!.ReadOnly).ToList());
        if (modes.Count > 1)
            return $"{source} is used as {string.Join(" and ", modes)}";
        if (writers.Count > 1 && modes[0] != CsiAccessModes.MultiNodeMultiWriter)
            return $"{source} is written by {string.Join(", ", writers.Select(alloc => $"{alloc.Name} {alloc.ID[..8]}"))}";
        return users.Count > 1 && modes[0] == CsiAccessModes.SingleNodeWriter ? $"{source} is used by {string.Join(", ", users.Select(alloc => alloc.Name))}, and one may" : null;
    }

    private static bool MayShare(VolumeRequest request, List<Allocation> users) => request.AccessMode switch
    {
        CsiAccessModes.SingleNodeWriter => users.Count == 0,
        CsiAccessModes.MultiNodeSingleWriter => request.ReadOnly || users.TrueForAll(alloc => Request(alloc)!.ReadOnly),
        _ => true,
    };
}
