using Nomad.Raft.Tests.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>A disk that has room for all but files of one kind, by the end of their names.</summary>
internal sealed class FilesWithoutRoom(string kind) : FilesOverDisk
{
    public override void Move(string from, string to)
    {
        if (to.EndsWith(kind, StringComparison.Ordinal))
        {
            throw new IOException("No space left on device");
        }

        base.Move(from, to);
    }
}
