using System.Collections.Concurrent;
using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>
/// Sends the newest snapshot, or the state that an entry names, beside the loop and reports how it ended. A snapshot that is damaged is
/// <paramref name="writeAgain"/>: the state is in memory. That of an operator may be nowhere else: with a damaged one this server has
/// <paramref name="failed"/>, for as long as it leads nobody takes the entry, nor any after it.
/// </summary>
internal sealed class SnapshotSender(
    ISnapshotStore snapshots, IRaftTransport transport, Action<RaftInput> report, Action writeAgain, Action<Exception> failed)
{
    private readonly ConcurrentDictionary<string, bool> states = new();

    /// <summary>Returns at once.</summary>
    public void Send(InstallSnapshot install, CancellationToken stop) => _ = Background.Start(() => SendAsync(install, stop));

    /// <summary>Returns at once. Does nothing while one is on its way to that server, or when it is not here any more.</summary>
    public void SendState(InstallSnapshot install, CancellationToken stop)
    {
        if (states.TryAdd(install.To, true))
        {
            _ = Background.Start(() => SendStateAsync(install, stop));
        }
    }

    private async Task SendStateAsync(InstallSnapshot install, CancellationToken stop)
    {
        try
        {
            using var content = snapshots.OpenState(install.Digest);
            await transport.SendSnapshotAsync(install, content, stop);
        }
        catch (DamagedFileException damaged)
        {
            failed(damaged);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // it asks again
        }
        finally
        {
            states.TryRemove(install.To, out _);
        }
    }

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
