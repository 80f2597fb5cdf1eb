using Nomad.Raft.Transport;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Networks;

namespace Nomad.Simulation.Checks;

/// <summary>Snapshots on their way from one server to another: one that is interrupted goes on behind what is safe on the disk, even after a restart.</summary>
internal sealed class Transfers(Datacenter site)
{
    private readonly Dictionary<string, Arrival> last = new(StringComparer.Ordinal);

    /// <summary>Transfers that went on where an earlier one had ended.</summary>
    public int Resumed { get; private set; }

    /// <summary>A server has begun to take a snapshot in.</summary>
    public event Action<string>? Begun;

    private sealed record Arrival(InstallSnapshot Header)
    {
        public long Bytes { get; set; }
    }

    /// <summary>A server asks for the content of a snapshot from an offset on.</summary>
    public void Begin(string machine, InstallSnapshot header, long offset)
    {
        var same = last.TryGetValue(machine, out var before) && (before.Header.Snapshot.Index, before.Header.Snapshot.Term, before.Header.Digest)
            == (header.Snapshot.Index, header.Snapshot.Term, header.Digest);
        // What is lost is one step that was being written, the one before, and what had come for the next.
        if (same && offset < before!.Bytes - 2 * site.SnapshotStep - SimulatedConnection.PieceBytes)
            throw site.Broken("resume", $"{machine} asks for snapshot {header.Snapshot.Index} from byte {offset} on after it had {before.Bytes} of {header.Digest.Bytes}");
        if (offset > 0)
            Resumed++;
        last[machine] = new Arrival(header) { Bytes = offset };
        Begun?.Invoke(machine);
    }

    /// <summary>A server has read the content up to here.</summary>
    public void Read(string machine, long position)
    {
        if (last.TryGetValue(machine, out var arrival))
            arrival.Bytes = position;
    }

    /// <summary>Nothing of it need be there any more: it is complete, or the disk failed.</summary>
    public void End(string machine) => last.Remove(machine);
}
