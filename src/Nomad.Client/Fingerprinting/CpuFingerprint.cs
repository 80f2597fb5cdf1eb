using System.Globalization;
using Nomad.Model.Nodes;

namespace Nomad.Client.Fingerprinting;

/// <summary>
/// Cores, their speed and the NUMA layout with the devices on the PCI bus, from /sys and /proc/cpuinfo. The compute a node offers is the sum of the base speeds
/// of its cores in MHz, or what `cpu_total_compute` says.
/// </summary>
public sealed class CpuFingerprint(HostFiles files, ClientOptions options) : IFingerprint
{
    /// <summary>Assumed when the machine does not tell its speed, so that it can still run work.</summary>
    private const ulong AssumedMegahertz = 1_000;

    /// <summary>How the classes of PCI devices begin, as the kernel tells them.</summary>
    private const string Bridges = "0x06";

    private const string SystemParts = "0x08";

    public string Name => "cpu";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var info = CpuInfo();
        var ids = NumberSet.Parse(files.Read("/sys/devices/system/cpu/online"));
        if (ids.Count == 0)
            ids = [.. Enumerable.Range(0, Environment.ProcessorCount)];
        var nodes = NumaNodes(ids);
        var usable = Reservable(ids);
        var cores = ids.Select(id => Core(id, nodes, usable, info.Megahertz)).ToArray();
        facts.Topology = new Topology
        {
            Nodes = [.. nodes.Keys],
            Distances = [.. nodes.Keys.Select(Distances)],
            Cores = cores,
            BusAssociativity = nodes.Count > 1 ? NodesOfDevices() : null,
            OverrideTotalCompute = (ulong)Math.Max(0, options.CpuTotalCompute),
            OverrideWitholdCompute = (ulong)Math.Max(0, options.ReservedCpu),
        };
        Publish(facts, cores, nodes, info.Model);
        return ValueTask.CompletedTask;
    }

    private void Publish(NodeFacts facts, TopologyCore[] cores, SortedDictionary<int, IReadOnlyList<int>> nodes, string? model)
    {
        var total = options.CpuTotalCompute > 0 ? options.CpuTotalCompute : cores.Sum(core => (long)SpeedOf(core));
        var usable = options.CpuTotalCompute > 0 ? options.CpuTotalCompute
            : cores.Where(core => !core.Disable).Sum(core => (long)SpeedOf(core)) - options.ReservedCpu;
        facts.TotalCompute = total;
        facts.ReservableCores.Clear();
        facts.ReservableCores.AddRange(cores.Where(core => !core.Disable).Select(core => core.ID));
        facts.Set("cpu.modelname", model);
        facts.Set("cpu.numcores", Text(cores.Length));
        facts.Set("cpu.frequency", Text((long)cores.Max(SpeedOf)));
        facts.Set("cpu.reservablecores", Text(facts.ReservableCores.Count));
        facts.Set("cpu.totalcompute", Text(total));
        facts.Set("cpu.usablecompute", Text(usable));
        facts.Set("numa.node.count", Text(nodes.Count));
        foreach (var (node, ids) in nodes)
            facts.Set($"numa.node{node}.cores", NumberSet.Format(ids));
    }

    private (string? Model, ulong Megahertz) CpuInfo()
    {
        string? model = null;
        ulong megahertz = 0;
        foreach (var line in files.Lines("/proc/cpuinfo"))
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
                continue;
            var value = line[(colon + 1)..].Trim();
            var name = line[..colon].Trim();
            if (name == "model name")
                model ??= value;
            else if (name == "cpu MHz" && double.TryParse(value, CultureInfo.InvariantCulture, out var speed))
                megahertz = Math.Max(megahertz, (ulong)speed);
        }
        return (model, megahertz);
    }

    private SortedDictionary<int, IReadOnlyList<int>> NumaNodes(IReadOnlyList<int> cores)
    {
        var nodes = new SortedDictionary<int, IReadOnlyList<int>>();
        foreach (var node in NumberSet.Parse(files.Read("/sys/devices/system/node/online")))
            nodes[node] = NumberSet.Parse(files.Read($"/sys/devices/system/node/node{node}/cpulist"));
        if (nodes.Count == 0)
            nodes[0] = cores;
        return nodes;
    }

    /// <summary>The memory node of each PCI device that tells it; null when none does. Bridges and parts of the processor itself are no devices for tasks.</summary>
    private SortedDictionary<string, int>? NodesOfDevices()
    {
        const string Devices = "/sys/bus/pci/devices";
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var address in files.Names(Devices))
        {
            var kind = files.Read($"{Devices}/{address}/class") ?? "";
            if (!kind.StartsWith(Bridges, StringComparison.Ordinal) && !kind.StartsWith(SystemParts, StringComparison.Ordinal)
                && files.ReadNumber($"{Devices}/{address}/numa_node") is { } node and >= 0)
                found[PciAddress.Canonical(address)] = (int)node;
        }
        return found.Count > 0 ? found : null;
    }

    private byte[] Distances(int node) =>
        [.. (files.Read($"/sys/devices/system/node/node{node}/distance") ?? "10")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => byte.TryParse(text, out var value) ? value : (byte)10)];

    private HashSet<int> Reservable(IReadOnlyList<int> ids)
    {
        var wanted = options.ReservableCores.Length > 0 ? NumberSet.Parse(options.ReservableCores) : ids;
        return [.. wanted.Except(NumberSet.Parse(options.ReservedCores))];
    }

    private TopologyCore Core(int id, SortedDictionary<int, IReadOnlyList<int>> nodes, HashSet<int> usable, ulong guess)
    {
        var folder = $"/sys/devices/system/cpu/cpu{id}";
        // cpufreq counts in kHz, acpi_cppc in MHz.
        var baseSpeed = files.ReadNumber($"{folder}/cpufreq/base_frequency") / 1000 ?? files.ReadNumber($"{folder}/acpi_cppc/nominal_freq") ?? 0;
        var maxSpeed = files.ReadNumber($"{folder}/cpufreq/cpuinfo_max_freq") / 1000 ?? 0;
        return new TopologyCore
        {
            ID = id,
            SocketID = (int)(files.ReadNumber($"{folder}/topology/physical_package_id") ?? 0),
            NodeID = nodes.FirstOrDefault(node => node.Value.Contains(id)).Key,
            Grade = true,
            Disable = !usable.Contains(id),
            BaseSpeed = (ulong)Math.Max(0, baseSpeed),
            MaxSpeed = (ulong)Math.Max(0, maxSpeed),
            GuessSpeed = guess,
        };
    }

    private static ulong SpeedOf(TopologyCore core) =>
        core.BaseSpeed > 0 ? core.BaseSpeed : core.MaxSpeed > 0 ? core.MaxSpeed : core.GuessSpeed > 0 ? core.GuessSpeed : AssumedMegahertz;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
