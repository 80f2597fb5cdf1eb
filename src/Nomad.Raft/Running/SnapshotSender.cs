using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>Sends the newest snapshot beside the loop and reports how it ended. One that is damaged is <paramref name="writeAgain"/>: the state is in memory.</summary>
internal sealed class SnapshotSender(ISnapshotStore snapshots, IRaftTransport transport, Action<RaftInput> report, Action writeAgain)
{
    /// <summary>Returns at once.</summary>
    public void Send(InstallSnapshot install, CancellationToken stop) => _ = Background.Start(() => SendAsync(install, stop));

    private async Task SendAsync(InstallSnapshot install, CancellationToken stop)
    {
        var success = false;
        var latest = snapshots.Latest;
        try
        {
            var (meta, digest, content) = snapshots.OpenLatest();
            latest = meta;
            using (content)
            {
                await transport.SendSnapshotAsync(install with { Snapshot = meta, Digest = digest }, content, stop);
            }

            success = true;
        }
        catch (DamagedFileException) when (latest is not null)
        {
            snapshots.Discard(latest);
            writeAgain();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // whatever it was, on either side: the core is told and tries again after the next heartbeat
        }

        report(new RaftInput.SnapshotSent(install.To, success));
    }
}
