using System.Runtime.InteropServices;
using System.Threading.Channels;
using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>
/// The mailbox around a core. One turn: take what waits, step the core, carry out the effects in their order. All state belongs to the
/// loop; what others read is published after each turn.
/// </summary>
internal sealed class NodeLoop
{
    private const int MaxTurnInputs = 1024;
    private const long MaxTurnBytes = 4 * 1024 * 1024;

    private volatile RaftTuning tuning;
    private readonly NamedStates states;
    private readonly IRaftStorage storage;
    private readonly IRaftTransport transport;
    private readonly TimeProvider time;
    private readonly RaftCore core;
    private readonly Applier applier;
    private readonly NodeView view;
    private readonly SnapshotSender snapshots;
    private readonly Channel<Request> mailbox = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PendingProposals pending = new();
    private readonly PendingReads reads = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly List<RaftInput> inputs = [];
    private readonly List<Request.Proposal> proposals = [];
    private RaftConfiguration learned = RaftConfiguration.Empty;
    private Task running = Task.CompletedTask;
    private Task applying = Task.CompletedTask;
    private ITimer? ticker;
    private int tickWaiting;
    private volatile bool stopped;

    public NodeLoop(RaftOptions options, IRaftStorage storage, IRaftTransport transport, IStateMachine machine, TimeProvider time)
    {
        (tuning, this.storage, this.transport, this.time) = (RaftTuning.Of(options), storage, transport, time);
        var stored = DamageControl.Load(options, storage);
        Damage = stored.Damage;
        core = new RaftCore(options, new Random(options.Seed), stored);
        states = new NamedStates(options.NodeId, core, storage.Snapshots, transport);
        applier = new Applier(() => tuning, options.SnapshotThresholdBytes, machine, storage.Snapshots, OnSnapshotTaken, OnFailed, time);
        applier.Recover();
        view = new NodeView(options, core, time);
        snapshots = new SnapshotSender(storage.Snapshots, transport, sent => mailbox.Writer.TryWrite(new Request.Happened(sent)), applier.WriteAgain, OnFailed);
    }

    public event Action<LeadershipChange>? LeadershipChanged
    {
        add => view.LeadershipChanged += value;
        remove => view.LeadershipChanged -= value;
    }

    public LeadershipChange Leadership => view.Leadership;

    public bool HoldsLease => view.HoldsLease(tuning, applier.AppliedIndex);

    public ulong AppliedIndex => applier.AppliedIndex;

    public Exception? Fault { get; private set; }

    /// <summary>Found at the start, or null.</summary>
    public StorageDamage? Damage { get; }

    public void Start()
    {
        LearnConfiguration();
        applying = Background.Start(applier.RunAsync);
        running = Background.Start(RunAsync);
    }

    public void StartTicking() => ticker = time.CreateTimer(_ => OnTimer(), null, tuning.TickInterval, tuning.TickInterval);

    public RaftTuning Tuning => tuning;

    public void Tune(RaftTuning next)
    {
        tuning = next;
        ticker?.Change(next.TickInterval, next.TickInterval);
    }

    public void Post(Request request)
    {
        if (!mailbox.Writer.TryWrite(request))
        {
            request.Fail(new RaftStoppedException("this server's raft node has stopped", Fault));
        }
    }

    public Task OrderAsync(RaftInput input)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new Request.Order(input, done));
        return done.Task;
    }

    public void Snapshot(TaskCompletionSource<SnapshotMeta?> taken) => applier.Snapshot(taken);

    public RaftStats Stats() => view.Stats(tuning, applier.AppliedIndex);

    public async Task StopAsync()
    {
        Post(new Request.Stop(null));
        await running;
        await applying;
    }

    private async Task RunAsync()
    {
        try
        {
            while (!stopped && await mailbox.Reader.WaitToReadAsync())
            {
                Turn();
            }
        }
        catch (Exception error)
        {
            Fault = error; // the disk failed, or a law of the protocol is broken: nothing more may be acknowledged
        }

        End();
    }

    private void Turn()
    {
        view.BeginTurn();
        inputs.Clear();
        proposals.Clear();
        var bytes = 0L;
        Request? special = null;
        while (special is null && inputs.Count + proposals.Count < MaxTurnInputs && bytes < MaxTurnBytes && mailbox.Reader.TryRead(out var request))
        {
            switch (request)
            {
                case Request.Happened { Input: RaftInput.Tick } happened: Volatile.Write(ref tickWaiting, 0); inputs.Add(happened.Input); break;
                case Request.Happened happened: inputs.Add(happened.Input); break;
                case Request.Delivered delivered: delivered.Taken(); Take(delivered.Message, delivered.Arrived); break;
                case Request.Proposal { Kind: EntryKind.Command } proposal: proposals.Add(proposal); bytes += proposal.Command.Length; break;
                default: special = request; break;
            }
        }

        if (inputs.Count + proposals.Count > 0)
        {
            StepCommon();
        }

        if (special is not null)
        {
            StepSpecial(special);
        }
    }

    private void Take(RaftMessage message, long arrived)
    {
        if (message is StateRequest wanted)
        {
            snapshots.SendState(states.Answer(wanted), stopping.Token);
            return;
        }

        view.Note(message, arrived);
        inputs.Add(new RaftInput.Received(message is AppendRequest { Entries.Count: > 0 } append ? states.WithoutMissing(append) : message));
    }

    private void StepCommon()
    {
        if (proposals.Count > 0)
        {
            inputs.Add(new RaftInput.Propose([.. proposals.Select(proposal => proposal.Command)]));
        }

        var effects = core.Step(CollectionsMarshal.AsSpan(inputs));
        for (var i = 0; i < proposals.Count; i++)
        {
            if (effects.Refusal != RaftRefusal.None)
            {
                proposals[i].Done.TrySetException(Problem(effects));
            }
            else
            {
                pending.Add(effects.ProposedIndex + (ulong)i, core.Term, new Waiter(proposals[i].Done, proposals[i].Decoded));
            }
        }

        CarryOut(effects);
    }

    private void StepSpecial(Request special)
    {
        switch (special)
        {
            case Request.Proposal { Kind: EntryKind.State } proposal when !states.Has(proposal.Command):
                proposal.Fail(new RaftBusyException("a snapshot was taken while the new state was written"));
                break;
            case Request.Proposal proposal: StepTracked(new RaftInput.Propose([proposal.Command], proposal.Kind), proposal.Done); break;
            case Request.Change change: StepTracked(change.Input, change.Done); break;
            case Request.Read read: StepRead(read.Done); break;
            case Request.Order order: StepOrder(order.Input, order.Done); break;
            case Request.Stop stop: Fault = stop.Cause; stopped = true; break;
        }
    }

    private void StepTracked(RaftInput input, TaskCompletionSource<Applied> done)
    {
        var effects = core.Step(input);
        if (effects.Refusal != RaftRefusal.None)
        {
            done.TrySetException(Problem(effects));
        }
        else
        {
            pending.Add(effects.ProposedIndex, core.Term, new Waiter(done, null));
        }

        CarryOut(effects);
    }

    private void StepRead(TaskCompletionSource<Applied> done)
    {
        var read = reads.Add(done);
        var effects = core.Step(read);
        if (effects.Refusal != RaftRefusal.None && reads.Take(read.RequestId, out _))
        {
            done.TrySetException(Problem(effects));
        }

        CarryOut(effects);
    }

    private void StepOrder(RaftInput input, TaskCompletionSource done)
    {
        try
        {
            var effects = core.Step(input);
            CarryOut(effects);
            if (effects.Refusal != RaftRefusal.None)
            {
                done.TrySetException(Problem(effects));
            }
            else
            {
                done.TrySetResult();
            }
        }
        catch (Exception error)
        {
            done.TrySetException(error);
            throw;
        }
    }

    /// <summary>The order is the protocol's: a promise leaves only after the disk holds it.</summary>
    private void CarryOut(RaftEffects effects)
    {
        if (effects.Restore is { } snapshot)
        {
            storage.Reset(snapshot.Index, snapshot.Term);
            applier.Restore();
        }

        LearnConfiguration();
        var sendBeforeStoring = effects.HardState is null && effects.Restore is null;
        if (sendBeforeStoring)
        {
            SendAll(effects.SendEarly);
        }

        if (effects.HardState is not null)
        {
            storage.SaveHardState(effects.HardState);
        }

        if (effects.Append.Count > 0)
        {
            storage.Append(effects.Append);
        }

        if (effects.Repaired)
        {
            storage.Repaired();
        }

        if (!sendBeforeStoring)
        {
            SendAll(effects.SendEarly);
        }

        SendAll(effects.Send);
        foreach (var install in effects.SendSnapshots)
        {
            snapshots.Send(install, stopping.Token);
        }

        if (effects.Committed.Count > 0)
        {
            applier.Entries(effects.Committed, pending.Take(effects.Committed));
        }

        foreach (var (id, _) in effects.Reads)
        {
            if (reads.Take(id, out var done))
            {
                applier.Mark(done);
            }
        }

        if (effects.Compact is { } cut)
        {
            storage.Compact(cut.Index, cut.Term);
            states.ForgetOthers();
        }

        PublishState();
        if (effects.Append.Count > 0 && core.Role == RaftRole.Leader)
        {
            CarryOut(core.Step(new RaftInput.Stored(effects.Append[^1].Index, effects.Append[^1].Term)));
        }
    }

    private void SendAll(List<RaftMessage> messages) => messages.ForEach(transport.Send);

    private void LearnConfiguration()
    {
        if (!ReferenceEquals(learned, core.Log.Configuration))
        {
            learned = core.Log.Configuration;
            transport.Learn(learned);
        }
    }

    private void PublishState()
    {
        if (view.Publish(stopped))
        {
            FailWaiters(() => new LeadershipLostException());
        }
    }

    private void OnTimer()
    {
        if (Interlocked.Exchange(ref tickWaiting, 1) == 0) // a stalled loop gets one tick, not a burst
        {
            mailbox.Writer.TryWrite(new Request.Happened(RaftInput.Tick.One));
        }
    }

    private void OnFailed(Exception error) => Post(new Request.Stop(error));

    private void OnSnapshotTaken(SnapshotMeta snapshot) =>
        mailbox.Writer.TryWrite(new Request.Happened(new RaftInput.SnapshotTaken(snapshot, tuning.TrailingEntries)));

    private Exception Problem(RaftEffects effects) => effects.Refusal switch
    {
        RaftRefusal.NotLeader => new NotLeaderException(core.Leader, core.Leader is { } id ? learned.Find(id)?.Address : null),
        RaftRefusal.Transferring => new RaftBusyException("leadership transfer in progress"),
        RaftRefusal.Invalid => new RaftRequestException(effects.RefusalReason),
        _ => new RaftBusyException(effects.RefusalReason),
    };

    private void FailWaiters(Func<Exception> error)
    {
        pending.FailAll(error);
        reads.FailAll(error);
    }

    private void End()
    {
        stopped = true;
        view.Publish(stopped); // before anybody hears of it by an answer
        ticker?.Dispose();
        stopping.Cancel();
        mailbox.Writer.TryComplete();
        RaftStoppedException Stopped() => new(Fault is null ? "this server's raft node has stopped" : $"this server's raft node has stopped: {Fault.Message}", Fault);
        FailWaiters(Stopped);
        foreach (var proposal in proposals)
        {
            proposal.Done.TrySetException(Stopped());
        }

        while (mailbox.Reader.TryRead(out var request))
        {
            request.Fail(Stopped());
        }

        applier.Complete();
    }
}
