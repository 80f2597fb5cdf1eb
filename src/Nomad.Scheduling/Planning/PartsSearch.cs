namespace Nomad.Scheduling.Planning;

/// <summary>
/// One search for a <see cref="PartsChoice"/>. First come the tasks that insist on one memory node, with the devices that must be there too; then those that
/// prefer one; then all devices that may be anywhere. What is most wanted is tried first, and a choice is taken back when others then lack something: a choice
/// is found whenever there is one, unless <see cref="MostTries"/> do not suffice. Cores of one memory node, and instances of one group of devices on it, are
/// all the same to everybody, so only nodes and groups are tried. Used once.
/// </summary>
internal sealed class PartsSearch
{
    /// <summary>Ends the search of a job that asks for very many devices one by one: the machine then counts as full.</summary>
    private const int MostTries = 4_096;

    private readonly Node node;
    private readonly MemoryNodes nodes;
    private readonly List<int> free;
    private readonly HashSet<string> used;
    private readonly Ask[] asks;
    private readonly Ask[] byDemand;
    private readonly (Ask Of, int At)[] requests;
    private int tries;

    /// <param name="free">Cores that nobody holds, ascending.</param>
    /// <param name="used">IDs of the instances of devices that somebody holds.</param>
    public PartsSearch(Node node, MemoryNodes nodes, TaskGroup group, IEnumerable<int> free, IEnumerable<string> used, PartsWish wish)
    {
        this.node = node;
        this.nodes = nodes;
        this.free = [.. free];
        this.used = new(used, StringComparer.Ordinal);
        asks = [.. group.Tasks.OrEmpty().Where(task => task.Resources is { Cores: > 0 } or { Devices.Count: > 0 }).Select(task => new Ask(task, wish))];
        byDemand = [.. asks.OrderByDescending(ask => ask.Requires).ThenByDescending(ask => ask.Prefers)];
        requests = [.. asks.SelectMany(ask => ask.Requests.Select((_, at) => (ask, at)))];
    }

    public PartsChoice? Run() => !PlaceTask(0) ? null : new(
        asks.ToDictionary(ask => ask.Task, ask => ask.Cores, StringComparer.Ordinal),
        asks.ToDictionary(ask => ask.Task, IReadOnlyList<AllocatedDeviceResource> (ask) => [.. ask.Devices.Select(own => own!.Taken)], StringComparer.Ordinal),
        asks.Sum(ask => ask.Devices.Sum(own => own!.Matched)));

    private bool PlaceTask(int number)
    {
        if (number == byDemand.Length)
            return PlaceAnywhere(0);
        var ask = byDemand[number];
        foreach (var (cores, memoryNode) in CoresFor(ask).ToArray())
        {
            if (++tries > MostTries)
                return false;
            ask.Cores = cores;
            free.RemoveAll(cores.Contains);
            if (PlaceNamed(number, 0, memoryNode))
                return true;
            free.AddRange(cores);
            free.Sort();
        }
        return false;
    }

    /// <summary>The choices of cores, best first, each with the memory node that the named devices must be on.</summary>
    private IEnumerable<(int[] Cores, int Node)> CoresFor(Ask ask)
    {
        var isWhole = ask.CoreCount > 0 || ask.IsNamed.Contains(true);
        if (isWhole && (ask.Requires || ask.Prefers))
            foreach (var own in CoreChoice.NodesWithEnough(free, ask.CoreCount, nodes).OrderByDescending(own => ask.Prefers ? LocalCount(ask, own) : 0))
                yield return (CoreChoice.On(own, free, ask.CoreCount, nodes), own);
        if (free.Count >= ask.CoreCount && !(isWhole && ask.Requires))
            yield return (ask.Prefers ? CoreChoice.Across(free, ask.CoreCount, nodes) : [.. free.Take(ask.CoreCount)], MemoryNodes.Anywhere);
    }

    /// <summary>How many of the named requests a memory node could meet, each taken by itself.</summary>
    private int LocalCount(Ask ask, int memoryNode) => ask.Requests.Where((request, at) => ask.IsNamed[at]
        && DeviceChoice.Candidates(node, request).Any(own => FreeOn(own.Device, memoryNode).Count() >= DeviceChoice.CountOf(request))).Count();

    private bool PlaceNamed(int number, int at, int memoryNode)
    {
        var ask = byDemand[number];
        while (at < ask.Requests.Length && (memoryNode == MemoryNodes.Anywhere || !ask.IsNamed[at]))
            at++;
        if (at == ask.Requests.Length)
            return PlaceTask(number + 1);
        foreach (var (device, matched) in DeviceChoice.Candidates(node, ask.Requests[at]))
            if (Try(ask, at, device, FreeOn(device, memoryNode), matched, () => PlaceNamed(number, at + 1, memoryNode)))
                return true;
        // Who only prefers it may have what is elsewhere.
        return ask.Prefers && PlaceNamed(number, at + 1, memoryNode);
    }

    private bool PlaceAnywhere(int number)
    {
        while (number < requests.Length && requests[number].Of.Devices[requests[number].At] is not null)
            number++;
        if (number == requests.Length)
            return true;
        var (ask, at) = requests[number];
        // Of its cores' memory nodes as many as there are.
        var near = ask.Prefers && ask.IsNamed[at] ? ask.Cores.Select(nodes.OfCore).ToHashSet() : [];
        foreach (var (device, matched) in DeviceChoice.Candidates(node, ask.Requests[at]))
            if (Try(ask, at, device, DeviceChoice.Free(device, used).OrderByDescending(own => near.Contains(nodes.OfDevice(own))), matched, () => PlaceAnywhere(number + 1)))
                return true;
        return false;
    }

    private bool Try(Ask ask, int at, NodeDeviceResource device, IEnumerable<NodeDevice> instances, double matched, Func<bool> others)
    {
        var count = DeviceChoice.CountOf(ask.Requests[at]);
        NodeDevice[] taken = [.. instances.Take(count)];
        if (taken.Length < count || ++tries > MostTries)
            return false;
        ask.Devices[at] = DeviceChoice.Of(device, taken, matched);
        used.UnionWith(taken.Select(own => own.ID));
        if (others())
            return true;
        used.ExceptWith(taken.Select(own => own.ID));
        ask.Devices[at] = null;
        return false;
    }

    private IEnumerable<NodeDevice> FreeOn(NodeDeviceResource device, int memoryNode) => DeviceChoice.Free(device, used).Where(own => nodes.OfDevice(own) == memoryNode);

    /// <summary>What one task asks for, and what it has in the choice so far.</summary>
    private sealed class Ask
    {
        public Ask(JobTask task, PartsWish wish)
        {
            Task = task.Name;
            var asked = task.Resources ?? new Resources();
            CoreCount = asked.Cores;
            Requests = [.. asked.Devices.OrEmpty()];
            Devices = new DeviceChoice?[Requests.Length];
            var affinity = wish == PartsWish.None ? NumaAffinities.None : asked.NUMA?.Affinity;
            (Requires, Prefers) = (affinity == NumaAffinities.Require, affinity == NumaAffinities.Prefer);
            var named = wish == PartsWish.All && (Requires || Prefers) ? (asked.NUMA?.Devices).OrEmpty() : [];
            IsNamed = [.. Requests.Select(request => named.Contains(request.Name, StringComparer.Ordinal))];
        }

        public string Task { get; }

        public int CoreCount { get; }

        public bool Requires { get; }

        public bool Prefers { get; }

        public RequestedDevice[] Requests { get; }

        /// <summary>By request: whether it is to be met on the memory node of the cores.</summary>
        public bool[] IsNamed { get; }

        public int[] Cores { get; set; } = [];

        public DeviceChoice?[] Devices { get; }
    }
}
