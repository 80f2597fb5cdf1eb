using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>The volumes of plugins that a group asks for, and whether it is its turn to use them.</summary>
internal sealed class GroupVolumes(IReadOnlyList<RequestedVolume> requested, VolumeDraft draft)
{
    public string? Refuse(int row)
    {
        foreach (var volume in requested)
            if (draft.Refuse(volume, row) is { } reason)
                return reason;
        return null;
    }
}
