using Nomad.Scheduling;
using Nomad.Scheduling.Planning;
using Nomad.Server.State;

namespace Nomad.Server.Evaluations;

/// <summary>Whether work that an evaluation waits for changed between its look at the state and now. Pure.</summary>
internal static class AwaitedChanges
{
    public static bool SinceLooked(StateSnapshot state, Evaluation eval)
    {
        foreach (var resource in eval.MissingNonNodeResources.OrEmpty())
        {
            if (resource.Split('/', 3) is [var kind, var space, var id] && Newest(state, kind, space, id) > eval.SnapshotIndex)
                return true;
        }
        return false;
    }

    // The summary of a parent counts its children. That of any job also counts what evaluations leave, so it would wake them for nothing.
    private static ulong Newest(StateSnapshot state, string kind, string space, string id)
    {
        if (kind == VolumeStanding.ResourceKind)
            return NewestOfVolume(state, space, id);
        var newest = state.Job(space, id)?.ModifyIndex ?? 0;
        if (kind == JobWaits.Children)
            return Math.Max(newest, state.Summary(space, id)?.ModifyIndex ?? 0);
        foreach (var alloc in state.AllocationsOfJob(space, id))
            newest = Math.Max(newest, alloc.ModifyIndex);
        return newest;
    }

    private static ulong NewestOfVolume(StateSnapshot state, string space, string id)
    {
        if (state.CsiVolume(space, id) is not { } volume)
            return 0;
        var claims = state.VolumeClaims(space, id)?.ModifyIndex ?? 0;
        return Math.Max(Math.Max(volume.ModifyIndex, claims), state.CsiPlugin(volume.PluginID)?.ModifyIndex ?? 0);
    }
}
