using System.Buffers.Binary;

namespace Nomad.Drivers.Processes;

/// <summary>What the kernel knows a device file by.</summary>
/// <param name="Kind"><c>c</c> or <c>b</c>, as the device cgroup writes it.</param>
internal readonly record struct DeviceNode(string Kind, uint Major, uint Minor)
{
    private const int WorkingDirectory = -100, FileKindMask = 0xF000, CharacterKind = 0x2000, BlockKind = 0x6000;

    /// <summary>Offsets in the kernel's struct statx.</summary>
    private const int ModeOffset = 28, MajorOffset = 128, MinorOffset = 132;

    /// <summary>Follows symbolic links; null when there is no device file at the path.</summary>
    public static unsafe DeviceNode? Find(string path)
    {
        var buffer = stackalloc byte[Native.OpaqueBytes];
        if (Native.FileStatus(WorkingDirectory, path, 0, 0, buffer) != 0)
            return null;
        ReadOnlySpan<byte> status = new(buffer, Native.OpaqueBytes);
        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & FileKindMask) switch
        {
            CharacterKind => "c",
            BlockKind => "b",
            _ => null,
        };
        return kind is null ? null : new DeviceNode(kind,
            BinaryPrimitives.ReadUInt32LittleEndian(status[MajorOffset..]), BinaryPrimitives.ReadUInt32LittleEndian(status[MinorOffset..]));
    }
}
