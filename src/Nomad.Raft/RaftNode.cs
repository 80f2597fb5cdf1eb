using Nomad.Raft.Consensus;
using Nomad.Raft.Running;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft;

/// <summary>
/// A running server of a Raft group: one mailbox, one loop around <see cref="RaftCore"/>. What waits in the mailbox is taken together,
/// so that many proposals share one write to disk. Storing comes before acknowledging, always. Safe for any thread.
/// </summary>
public sealed class RaftNode : IAsyncDisposable, IRaftReceiver
{
    private readonly RaftOptions options;
    private readonly IRaftStorage storage;
    private readonly TimeProvider time;
    private readonly NodeLoop loop;
    private readonly SnapshotArrivals arrivals;
    private int waitingMessages;
    private int waitingProposals;

    private RaftNode(RaftOptions options, IRaftStorage storage, TimeProvider time, NodeLoop loop)
    {
        (this.options, this.storage, this.time, this.loop) = (options, storage, time, loop);
        arrivals = new SnapshotArrivals(storage.Snapshots);
        loop.LeadershipChanged += change => LeadershipChanged?.Invoke(change);
    }

    /// <summary>Raised after the fact, on the node's loop: handlers must be quick and must not wait for the node.</summary>
    public event Action<LeadershipChange>? LeadershipChanged;

    public string Id => options.NodeId;

    public LeadershipChange Leadership => loop.Leadership;

    public bool IsLeader => loop.Leadership.IsLeader;

    public string? LeaderId => loop.Leadership.LeaderId;

    public string? LeaderAddress => loop.Leadership.LeaderAddress;

    public RaftConfiguration Configuration => loop.Stats().LatestConfiguration;

    public ulong AppliedIndex => loop.AppliedIndex;

    /// <summary>Why the node stopped itself, or null.</summary>
    public Exception? Fault => loop.Fault;

    /// <summary>What was found damaged on disk at the start and is fetched from other servers, or null.</summary>
    public StorageDamage? Damage => loop.Damage;

    /// <summary>Reads the storage, restores the newest snapshot and joins in. A sole voter leads when this completes.</summary>
    /// <exception cref="InvalidDataException">The stored log is damaged and no other server has it; the message names file and offset.</exception>
    public static async Task<RaftNode> StartAsync(RaftOptions options, IRaftStorage storage, IRaftTransport transport, IStateMachine machine, TimeProvider time)
    {
        var node = new RaftNode(options, storage, time, new NodeLoop(options, storage, transport, machine, time));
        node.loop.Start();
        transport.Start(new RaftServer(options.NodeId, options.Address), node);
        var stats = node.loop.Stats();
        if (options.Bootstrap && stats is { LastLogIndex: 0, Term: 0 })
        {
            await node.BootstrapAsync(new RaftConfiguration([new RaftServer(options.NodeId, options.Address)]));
        }
        else if (stats.LatestConfiguration is { VoterCount: 1 } alone && alone.IsVoter(options.NodeId))
        {
            await node.loop.OrderAsync(new RaftInput.Campaign());
        }

        node.loop.StartTicking();
        return node;
    }

    /// <summary>Completes with the command's index when it is committed and applied here.</summary>
    /// <exception cref="NotLeaderException">Ask another server.</exception>
    /// <exception cref="LeadershipLostException">The outcome is unknown.</exception>
    /// <exception cref="RaftBusyException">Too much is waiting.</exception>
    /// <exception cref="RaftStoppedException">This server has stopped.</exception>
    public async ValueTask<ulong> ProposeAsync(ReadOnlyMemory<byte> command, CancellationToken token = default) => (await ApplyAsync(command, null, token)).Index;

    /// <summary>As <see cref="ProposeAsync"/>, with what the state machine answered. The memory must not change until it completes. The state
    /// machine of this server is given <paramref name="decoded"/> beside the bytes: what they mean, never changed afterwards.</summary>
    public async ValueTask<Applied> ApplyAsync(ReadOnlyMemory<byte> command, object? decoded = null, CancellationToken token = default)
    {
        if (command.Length > RaftOptions.MaxEntryBytes)
        {
            throw new RaftRequestException($"command of {command.Length} bytes exceeds the limit of {RaftOptions.MaxEntryBytes}; split it");
        }

        return await ProposeAsync(command, EntryKind.Command, decoded, token);
    }

    /// <summary>Completes when everything proposed before is applied here, with the index reached. Leader only.</summary>
    public async ValueTask<ulong> BarrierAsync(CancellationToken token = default) => (await ProposeAsync(default, EntryKind.Noop, null, token)).Index;

    /// <summary>Completes when a read of the local state machine is linearizable: a majority confirmed that this server still leads. Writes nothing.</summary>
    public async ValueTask<ulong> ReadIndexAsync(CancellationToken token = default)
    {
        var done = NewCompletion<Applied>();
        loop.Post(new Request.Read(done));
        return (await AnswerAsync(done, token)).Index;
    }

    /// <summary>
    /// Whether this server leads and nobody else can lead yet: a read of what is applied here is linearizable without asking anybody.
    /// False says nothing; <see cref="ReadIndexAsync"/> does.
    /// </summary>
    public bool HoldsLease => loop.HoldsLease;

    /// <summary>First configuration of a group of empty servers. Several of them may do the same with the same servers.</summary>
    /// <exception cref="RaftRequestException">This server is not empty.</exception>
    public async Task BootstrapAsync(RaftConfiguration configuration)
    {
        await loop.OrderAsync(new RaftInput.Bootstrap(configuration));
        if (configuration.VoterCount == 1 && configuration.IsVoter(options.NodeId))
        {
            await loop.OrderAsync(new RaftInput.Campaign());
        }
    }

    /// <summary>Adds a voter, promotes a nonvoter, or changes the address. Leader only; completes when committed.</summary>
    public Task AddVoterAsync(string id, string address, CancellationToken token = default) => ChangeAsync(ConfigurationChangeKind.AddVoter, id, address, token);

    public Task AddNonvoterAsync(string id, string address, CancellationToken token = default) => ChangeAsync(ConfigurationChangeKind.AddNonvoter, id, address, token);

    public Task DemoteVoterAsync(string id, CancellationToken token = default) => ChangeAsync(ConfigurationChangeKind.Demote, id, "", token);

    public Task RemoveServerAsync(string id, CancellationToken token = default) => ChangeAsync(ConfigurationChangeKind.Remove, id, "", token);

    /// <summary>Hands leadership to a voter (null: the one that is furthest) and completes when another server leads.</summary>
    /// <exception cref="RaftException">It did not happen within two election times.</exception>
    public async Task TransferLeadershipAsync(string? target = null, CancellationToken token = default)
    {
        var changed = NewCompletion<bool>();
        void Observe(LeadershipChange change) => _ = !change.IsLeader && change.LeaderId is not null && changed.TrySetResult(true);
        LeadershipChanged += Observe;
        try
        {
            await loop.OrderAsync(new RaftInput.TransferLeadership(target));
            using var limit = new CancellationTokenSource(loop.Tuning.TickInterval * Math.Max(options.ElectionTicks, options.StrainedElectionTicks) * 2, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
            await AnswerAsync(changed, either.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new RaftException($"leadership transfer timeout: {target ?? "no server"} took over");
        }
        finally
        {
            LeadershipChanged -= Observe;
        }
    }

    /// <summary>Takes a snapshot now. Null when nothing was ever applied.</summary>
    public Task<SnapshotMeta?> SnapshotAsync()
    {
        var taken = NewCompletion<SnapshotMeta?>();
        loop.Snapshot(taken);
        return taken.Task;
    }

    /// <summary>
    /// Replaces the state of the whole group by a state that <see cref="IStateMachineView.WriteTo"/> once wrote. Leader only. It is an entry of the
    /// log like any other: completes when a majority holds the state and it is in force here, and what is lost with this server before was never in force.
    /// </summary>
    /// <exception cref="IOException">The state cannot be written; nothing has changed.</exception>
    /// <exception cref="RaftException">As for <see cref="ProposeAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public async Task ReplaceStateAsync(Stream content, CancellationToken token = default)
    {
        await BarrierAsync(token);
        using var sink = storage.Snapshots.CreateState();
        await content.CopyToAsync(sink.Content, token);
        sink.Commit();
        await ProposeAsync(sink.Digest.Encode(), EntryKind.State, null, token);
    }

    /// <summary>Goes on at another pace: timers change at once, thresholds with the next entry and the next snapshot.</summary>
    public void Tune(RaftTuning tuning) => loop.Tune(tuning);

    /// <summary>Figures of this moment; the ones of the loop may be one step old.</summary>
    public RaftStats Stats() => loop.Stats();

    /// <summary>Stops at once; what was not committed yet fails. The storage and transport stay the caller's.</summary>
    public async ValueTask DisposeAsync()
    {
        await loop.StopAsync();
    }

    void IRaftReceiver.Receive(RaftMessage message)
    {
        if (Interlocked.Increment(ref waitingMessages) > RaftOptions.MaxWaitingMessages)
        {
            Interlocked.Decrement(ref waitingMessages);
            return; // as if the network had lost it
        }

        loop.Post(new Request.Delivered(message, time.GetTimestamp(), () => Interlocked.Decrement(ref waitingMessages)));
    }

    void IRaftReceiver.Lost(string peer) => loop.Post(new Request.Happened(new RaftInput.Lost(peer)));

    async Task IRaftReceiver.ReceiveSnapshotAsync(InstallSnapshot header, Func<long, CancellationToken, Task<Stream>> open, CancellationToken token)
    {
        if (header.Term < loop.Stats().Term)
        {
            throw new IOException($"server {header.From} sends a snapshot in term {header.Term}, which is over");
        }

        await arrivals.ReceiveAsync(header, open, token);
        if (!header.IsState)
        {
            ((IRaftReceiver)this).Receive(header);
        }
    }

    // Not by WaitAsync, whose continuations pass through the pool: a simulation must keep hold of them.
    private static async Task<T> AnswerAsync<T>(TaskCompletionSource<T> done, CancellationToken token)
    {
        using (token.UnsafeRegister(static (state, cancelled) => ((TaskCompletionSource<T>)state!).TrySetCanceled(cancelled), done))
        {
            return await done.Task;
        }
    }

    private static TaskCompletionSource<T> NewCompletion<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<Applied> ProposeAsync(ReadOnlyMemory<byte> command, EntryKind kind, object? decoded, CancellationToken token)
    {
        if (Interlocked.Increment(ref waitingProposals) > RaftOptions.MaxPendingProposals)
        {
            Interlocked.Decrement(ref waitingProposals);
            throw new RaftBusyException($"{RaftOptions.MaxPendingProposals} commands are waiting already");
        }

        var done = NewCompletion<Applied>();
        try
        {
            loop.Post(new Request.Proposal(command, kind, done, decoded));
            return await AnswerAsync(done, token);
        }
        finally
        {
            Interlocked.Decrement(ref waitingProposals);
        }
    }

    private async Task ChangeAsync(ConfigurationChangeKind kind, string id, string address, CancellationToken token)
    {
        var done = NewCompletion<Applied>();
        loop.Post(new Request.Change(new RaftInput.ChangeConfiguration(new ConfigurationChange(kind, id, address)), done));
        await AnswerAsync(done, token);
    }
}
