using Nomad.Raft.Tests.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>A disk that changes a bit in every file of one kind, by the end of their names, as soon as it is complete.</summary>
internal sealed class FilesThatRot(string kind) : FilesOverDisk
{
    public override void Move(string from, string to)
    {
        base.Move(from, to);
        if (to.EndsWith(kind, StringComparison.Ordinal))
        {
            Rot(to);
        }
    }

    /// <summary>Changes the last byte of the content of a snapshot or a state.</summary>
    public static void Rot(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^14] ^= 0x10; // the tail is 12 bytes long
        File.WriteAllBytes(path, bytes);
    }
}
