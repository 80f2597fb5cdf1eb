using Nomad.Model.Logging;
using Nomad.Model.Stats;
using Nomad.Raft;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Replication;

/// <summary>How the rest of the server writes: a command in, its commit out, refusals as exceptions. Safe for any number of threads.</summary>
/// <param name="meters">Where writes are counted; null: nowhere.</param>
public sealed class Proposer(MeterSet? meters = null)
{
    private RaftNode? node;
    private TaskCompletionSource? pause;

    /// <summary>Writes go here from now on; what its disk has lost is told.</summary>
    internal void Use(RaftNode raft, ILog log)
    {
        node = raft;
        if (raft.Damage is { } damage)
            log.Error($"{damage}; what is lost is fetched from the other servers, and this one has no vote until it has all of it");
    }

    /// <summary>Lets new writes wait until what it returns is disposed. One pause at a time.</summary>
    internal IDisposable Pause() => new Pausing(this);

    /// <summary>
    /// Completes when the command is committed and applied here. Throws <see cref="RpcException"/> with the refusal's text when it
    /// was refused, <see cref="NoServersException"/> when this server does not lead.
    /// </summary>
    public async Task<StateCommit> ProposeAsync(Command command, CancellationToken cancel)
    {
        if (node is not { } raft)
            throw new NoServersException();
        if (Volatile.Read(ref pause) is { } waiting)
            await waiting.Task.WithinAsync(cancel);
        meters?.Count("raft.apply");
        var started = meters?.Now() ?? 0;
        StateCommit commit;
        try
        {
            var applied = await raft.ApplyAsync(CommandCodec.Encode(command), IsOwn(command) ? command : null, cancel);
            commit = (StateCommit)applied.Result!;
            meters?.Measure("raft.commitTime", started);
        }
        catch (RaftStoppedException) when (raft.Fault is { } fault)
        {
            throw new NoServersException($"No cluster leader: this server's log cannot be written ({fault.Message}); repair its disk and restart it");
        }
        catch (Exception problem) when (problem is NotLeaderException or LeadershipLostException or RaftStoppedException)
        {
            throw new NoServersException();
        }
        catch (RaftBusyException problem)
        {
            throw new RpcException(problem.Message, 429);
        }
        catch (RaftRequestException problem)
        {
            throw new RpcException(problem.Message);
        }
        return commit.Result is StateRefusal refusal ? throw new RpcException(refusal.Text) : commit;
    }

    /// <summary>
    /// Completes when a majority has confirmed that this server leads and everything committed until now is applied here: what is read
    /// after it is the newest there is. Writes nothing. Throws <see cref="NoServersException"/> when it does not lead.
    /// </summary>
    public async Task ConfirmAsync(CancellationToken cancel)
    {
        if (node is not { } raft)
            throw new NoServersException();
        try
        {
            await raft.ReadIndexAsync(cancel);
        }
        catch (RaftException)
        {
            throw new NoServersException();
        }
    }

    // What a client of the same process hands over is the client's and may change: the state keeps what the bytes say.
    private static bool IsOwn(Command command) => command is not (RegisterNode or UpdateAllocationsFromClient);

    private sealed class Pausing : IDisposable
    {
        private readonly Proposer of;
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Pausing(Proposer of)
        {
            this.of = of;
            Volatile.Write(ref of.pause, done);
        }

        public void Dispose()
        {
            Volatile.Write(ref of.pause, null);
            done.TrySetResult();
        }
    }
}
