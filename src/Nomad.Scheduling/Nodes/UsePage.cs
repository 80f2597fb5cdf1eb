using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Nodes;

/// <summary>What is used of some consecutive rows. Pages are shared between tables and copied before they change.</summary>
internal sealed class UsePage
{
    public const int Size = 256;

    public readonly int[] Cpu = new int[Size];
    public readonly int[] Memory = new int[Size];
    public readonly int[] Disk = new int[Size];
    public readonly int[] Count = new int[Size];
    public readonly PortList[] Ports = new PortList[Size];

    private volatile PageFits?[]? fits;

    /// <summary>What schedulers worked out about the rows as they are; a copy begins without.</summary>
    public PageFits?[]? Fits
    {
        get => fits;
        set => fits = value;
    }

    public UsePage Copy()
    {
        var copy = new UsePage();
        Cpu.CopyTo(copy.Cpu.AsSpan());
        Memory.CopyTo(copy.Memory.AsSpan());
        Disk.CopyTo(copy.Disk.AsSpan());
        Count.CopyTo(copy.Count.AsSpan());
        Ports.CopyTo(copy.Ports.AsSpan());
        return copy;
    }

    public void Clear(int at)
    {
        Cpu[at] = Memory[at] = Disk[at] = Count[at] = 0;
        Ports[at] = default;
    }
}
