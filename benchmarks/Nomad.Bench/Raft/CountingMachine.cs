using Nomad.Raft;

namespace Nomad.Bench.Raft;

/// <summary>A state that is a count of entries and, if asked for, so many bytes in every snapshot.</summary>
internal sealed class CountingMachine(long snapshotBytes = 0) : IStateMachine
{
    private long applied;

    public long Applied => Volatile.Read(ref applied);

    public int Restores { get; private set; }

    public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded)
    {
        if (!command.IsEmpty)
            Volatile.Write(ref applied, applied + 1);
        return null;
    }

    public IStateMachineView BeginSnapshot() => new View(applied, snapshotBytes);

    public void Replace(ulong index, Stream state) => Restore(index, state);

    public void Restore(ulong index, Stream snapshot)
    {
        var buffer = new byte[1024 * 1024];
        snapshot.ReadExactly(buffer, 0, sizeof(long));
        Volatile.Write(ref applied, BitConverter.ToInt64(buffer));
        while (snapshot.Read(buffer) > 0)
        {
        }
        Restores++;
    }

    private sealed class View(long applied, long bytes) : IStateMachineView
    {
        public void WriteTo(Stream target)
        {
            target.Write(BitConverter.GetBytes(applied));
            var block = new byte[1024 * 1024];
            Random.Shared.NextBytes(block);
            for (var left = bytes; left > 0; left -= block.Length)
                target.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        public void Dispose()
        {
        }
    }
}
