using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Storage;

/// <summary>A disk on which zeros take no room, and that is never slow: for states that are larger than a test may write.</summary>
internal sealed class SparseFiles : FilesOverDisk
{
    public override IRaftFile Open(string path) => new Sparse(Disk.Open(path), new FileInfo(path).Length);

    public override IRaftFile Create(string path) => new Sparse(Disk.Create(path), 0);

    public override void FlushDirectory(string path)
    {
    }

    private sealed class Sparse(IRaftFile file, long length) : IRaftFile
    {
        private long length = length;

        public void Write(ReadOnlySpan<byte> content, long offset)
        {
            // Only what is added: over something else zeros are content like any other.
            if (offset >= length && !content.ContainsAnyExcept((byte)0))
            {
                SetLength(offset + content.Length);
                return;
            }

            file.Write(content, offset);
            length = Math.Max(length, offset + content.Length);
        }

        public void SetLength(long newLength)
        {
            file.SetLength(newLength);
            length = newLength;
        }

        public void Flush()
        {
        }

        public void Dispose() => file.Dispose();
    }
}
