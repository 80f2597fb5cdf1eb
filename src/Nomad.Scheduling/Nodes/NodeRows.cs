using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Nodes;

/// <summary>The part of the table that changes only when a node does; shared between tables.</summary>
internal sealed class NodeRows
{
    private static long made;

    public int Count;
    public Node?[] Nodes = [];
    public NodePorts?[] Ports = [];
    public int[] Cpu = [];
    public int[] Memory = [];
    public int[] Disk = [];

    /// <summary>Most allocations a node takes.</summary>
    public int[] MaxAllocs = [];

    /// <summary>Ready, eligible, not draining: may take new work.</summary>
    public bool[] Ready = [];

    /// <summary>Number of the node's computed class.</summary>
    public int[] Class = [];

    public Dictionary<string, int> ById = new(StringComparer.Ordinal);
    public Dictionary<string, int> ClassByName = new(StringComparer.Ordinal);
    public List<string> ClassNames = [];

    /// <summary>What was worked out about these rows; a copy starts without.</summary>
    public RowAnswers Answers { get; } = new();

    /// <summary>What was asked of these rows of late.</summary>
    public AskedBefore Asked { get; } = new();

    /// <summary>Tells these rows from all others of the process, for those who should not keep them alive.</summary>
    public long Number { get; } = Interlocked.Increment(ref made);

    public NodeRows Copy() => new()
    {
        Count = Count,
        Nodes = (Node?[])Nodes.Clone(),
        Ports = (NodePorts?[])Ports.Clone(),
        Cpu = (int[])Cpu.Clone(),
        Memory = (int[])Memory.Clone(),
        Disk = (int[])Disk.Clone(),
        MaxAllocs = (int[])MaxAllocs.Clone(),
        Ready = (bool[])Ready.Clone(),
        Class = (int[])Class.Clone(),
        ById = new(ById, StringComparer.Ordinal),
        ClassByName = new(ClassByName, StringComparer.Ordinal),
        ClassNames = [.. ClassNames],
    };

    public void Grow(int size)
    {
        Array.Resize(ref Nodes, size);
        Array.Resize(ref Ports, size);
        Array.Resize(ref Cpu, size);
        Array.Resize(ref Memory, size);
        Array.Resize(ref Disk, size);
        Array.Resize(ref MaxAllocs, size);
        Array.Resize(ref Ready, size);
        Array.Resize(ref Class, size);
    }

    public void Set(int row, Node node)
    {
        var room = ComparableResources.Of(node);
        Nodes[row] = node;
        Ports[row] = new NodePorts(node);
        Cpu[row] = Clamp(room.CpuShares);
        Memory[row] = Clamp(room.MemoryMB);
        Disk[row] = Clamp(room.DiskMB);
        MaxAllocs[row] = node.NodeMaxAllocs > 0 ? node.NodeMaxAllocs : int.MaxValue;
        Ready[row] = node.Status == NodeStatus.Ready && node.SchedulingEligibility != NodeEligibility.Ineligible && node.DrainStrategy is null;
        Class[row] = ClassNumber(node.ComputedClass.Length > 0 ? node.ComputedClass : ComputedClass.Of(node));
    }

    private int ClassNumber(string name)
    {
        if (ClassByName.TryGetValue(name, out var number))
            return number;
        ClassByName[name] = ClassNames.Count;
        ClassNames.Add(name);
        return ClassNames.Count - 1;
    }

    private static int Clamp(long value) => (int)Math.Clamp(value, 0, int.MaxValue);
}
