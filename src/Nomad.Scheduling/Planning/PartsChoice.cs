namespace Nomad.Scheduling.Planning;

/// <summary>The whole cores and the devices of a machine that the tasks of a group get.</summary>
/// <param name="Cores">By task, ascending. Tasks that ask for neither cores nor devices are absent here and in <paramref name="Devices"/>.</param>
/// <param name="Devices">By task, in the order of its requests.</param>
/// <param name="Matched">Sum of the weights of all affinities that the devices match.</param>
internal sealed record PartsChoice(
    IReadOnlyDictionary<string, int[]> Cores, IReadOnlyDictionary<string, IReadOnlyList<AllocatedDeviceResource>> Devices, double Matched)
{
    /// <summary>A choice by which every task gets all that it asks for; null when there is none, and the exhausted dimension.</summary>
    /// <param name="free">Cores that nobody holds, ascending.</param>
    /// <param name="used">IDs of the instances of devices that somebody holds.</param>
    public static PartsChoice? Find(Node node, TaskGroup group, List<int> free, HashSet<string> used, out string? exhausted)
    {
        exhausted = null;
        if (group.Tasks.OrEmpty().Sum(task => task.Resources?.Cores ?? 0) > free.Count)
        {
            exhausted = "cores";
            return null;
        }
        var numa = group.Tasks.OrEmpty().Select(task => task.Resources?.NUMA).OfType<NUMA>()
            .Where(own => own.Affinity is NumaAffinities.Prefer or NumaAffinities.Require).ToArray();
        var nodes = numa.Length == 0 ? MemoryNodes.One : MemoryNodes.Of(node);
        if (Try(PartsWish.All) is { } found)
            return found;
        // What is lacking is what would have sufficed without one demand.
        var demands = numa.Where(own => own.Affinity == NumaAffinities.Require).ToArray();
        exhausted = Array.Exists(demands, own => own.Devices.OrEmpty().Count > 0) && Try(PartsWish.Cores) is not null ? DeviceChoice.ExhaustedOnOneNode
            : demands.Length > 0 && Try(PartsWish.None) is not null ? CoreChoice.ExhaustedOnOneNode
            : DeviceChoice.Exhausted;
        return null;

        PartsChoice? Try(PartsWish wish) => new PartsSearch(node, nodes, group, free, used, wish).Run();
    }

    /// <summary>An exhausted dimension as <c>nomad job explain</c> tells it.</summary>
    public static string Words(string exhausted) => exhausted switch
    {
        CoreChoice.ExhaustedOnOneNode => $"{exhausted}: no memory node has the cores that a task wants on one",
        DeviceChoice.ExhaustedOnOneNode => $"{exhausted}: no memory node has both the cores of a task and the devices that its numa block names",
        _ => exhausted,
    };
}

/// <summary>How much of what <c>numa</c> blocks ask for is heeded.</summary>
internal enum PartsWish
{
    None,

    /// <summary>Cores of one memory node; devices wherever they are.</summary>
    Cores,

    All,
}
