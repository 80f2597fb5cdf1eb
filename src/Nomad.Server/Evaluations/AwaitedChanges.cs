using Nomad.Server.State;

namespace Nomad.Server.Evaluations;

/// <summary>Whether work that an evaluation waits for changed between its look at the state and now. Pure.</summary>
internal static class AwaitedChanges
{
    public static bool SinceLooked(StateSnapshot state, Evaluation eval)
    {
        foreach (var resource in eval.MissingNonNodeResources.OrEmpty())
        {
            var parts = resource.Split('/', 3);
            if (parts.Length == 3 && Newest(state, parts[1], parts[2]) > eval.SnapshotIndex)
                return true;
        }
        return false;
    }

    // A job's summary counts its allocations and its children; the health of its allocations is counted by its deployment.
    private static ulong Newest(StateSnapshot state, string space, string id) => Math.Max(
        Math.Max(state.Job(space, id)?.ModifyIndex ?? 0, state.Summary(space, id)?.ModifyIndex ?? 0), state.LatestDeployment(space, id)?.ModifyIndex ?? 0);
}
