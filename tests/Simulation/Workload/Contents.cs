using System.Globalization;
using Nomad.Model;
using Nomad.Model.Nodes;
using Nomad.Server.State;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>What a state holds under the keys of a <see cref="History"/>.</summary>
internal static class Contents
{
    /// <summary>Under which a node's drain keeps the number of the write.</summary>
    public const string DrainNumber = "drain";

    public static History.Content OfJob(StateSnapshot state, string id) => JobDocuments.WriteOf(state.Job(JobDocuments.Space, id)) is var write && write == 0
        ? new History.Content(0, null) : new History.Content(write, state.Job(JobDocuments.Space, id)!.TaskGroups![0].Count);

    public static History.Content OfNode(StateSnapshot state, string nodeId) => state.Node(nodeId) is not { } has ? new History.Content(0, null)
        : new History.Content(Number(has.LastDrain?.Meta.OrEmpty().GetValueOrDefault(DrainNumber)), has.SchedulingEligibility == NodeEligibility.Eligible ? 0 : 1);

    public static History.Content OfStandoff(StateSnapshot state, string key) => new(Number(state.Namespace(key)?.Description), 0);

    /// <summary>What is written to a key by who puts a whole state in force.</summary>
    public static History.Change Of(StateSnapshot state, Datacenter site, string key)
    {
        var held = JobDocuments.Jobs.Any(job => job.Id == key) ? OfJob(state, key)
            : site.Clients.FirstOrDefault(each => each.Name == key) is { } client ? OfNode(state, client.NodeId) : OfStandoff(state, key);
        return new History.Change(held.Main, held.Side ?? 0);
    }

    private static int Number(string? text) => int.Parse(text ?? "0", CultureInfo.InvariantCulture);
}
