using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Nomad.Gossip.Coordinates;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Snapshots;
using Nomad.Gossip.Sockets;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip;

/// <summary>A member of a gossip pool on real sockets. Safe for any thread.</summary>
public sealed class SerfAgent : IAsyncDisposable
{
    private readonly SerfOptions options;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly Lock gate = new();
    private readonly SerfCore core;
    private readonly GossipSockets sockets;
    private PoolSnapshot? snapshot;
    private readonly CancellationTokenSource stop = new();
    private Task rejoining = Task.CompletedTask;
    private readonly Channel<Action> events = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private Task raising = Task.CompletedTask;
    private ITimer? ticker;
    private bool left;

    private SerfAgent(SerfOptions options, TimeProvider time)
    {
        (this.options, this.time, started) = (options, time, time.GetTimestamp());
        snapshot = options.SnapshotPath is { } path ? PoolSnapshot.Open(path, options.RejoinAfterLeave, options.Log) : null;
        sockets = new GossipSockets(options, OnPacket, new StreamService(options, LocalState, remote => Merge(remote), OnUserMessage).Serve);
        var bound = sockets.LocalEndPoint;
        var advertised = options.Advertise ?? bound;
        LocalEndPoint = new IPEndPoint(advertised.Address, advertised.Port == 0 ? bound.Port : advertised.Port);
        core = new SerfCore(options, LocalEndPoint, new Random(options.Seed));
    }

    /// <summary>What happens to members, in order, one at a time, this node's own join included if subscribed before <see cref="Start()"/>.</summary>
    public event Action<SerfEvent>? MemberChanged;

    /// <summary>What members tell each other by <see cref="Tell"/>, this one's own included; in order, one at a time, after what happened before to members.</summary>
    public event Action<UserEvent>? EventArrived;

    /// <summary>The advertised address.</summary>
    public IPEndPoint LocalEndPoint { get; }

    public string NodeName => options.NodeName;

    /// <summary>All members that are known, of every status, by name.</summary>
    public IReadOnlyList<SerfMember> Members
    {
        get
        {
            lock (gate)
            {
                return [.. core.Members];
            }
        }
    }

    public PoolFigures Figures { get { lock (gate) return core.Figures; } }

    /// <summary>The round-trip time to expect between two members by what their answers to pings have told; null where one has not told yet.</summary>
    public TimeSpan? RoundTrip(string from, string to)
    {
        lock (gate)
        {
            return CoordinateOf(from) is { } one && CoordinateOf(to) is { } other ? one.DistanceTo(other) : null;
        }
    }

    /// <summary>Binds the sockets; <see cref="Start()"/> begins to take part.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    /// <exception cref="IOException">The snapshot cannot be read.</exception>
    public static SerfAgent Create(SerfOptions options, TimeProvider time) => new(options, time);

    public static SerfAgent Start(SerfOptions options, TimeProvider time)
    {
        var agent = Create(options, time);
        agent.Start();
        return agent;
    }

    public void Start()
    {
        raising = Task.Run(RaiseAsync);
        if (snapshot is not null)
        {
            core.Resume(new LogicalTimes(snapshot.Before.Clock, snapshot.Before.EventClock, snapshot.Before.QueryClock));
        }

        Run(() => core.Start(Now()));
        sockets.Start();
        var period = TimeSpan.FromMilliseconds(Math.Clamp(options.Timing.GossipInterval.TotalMilliseconds / 4, 10, 100));
        ticker = time.CreateTimer(_ => Guard("a turn", () => Run(Tick)), null, period, period);
        rejoining = snapshot is null ? Task.CompletedTask
            : new Rejoin(snapshot.Before, NodeName, new Random(options.Seed ^ (int)started), time)
                .RunAsync(address => JoinAsync([address], stop.Token), SeesOthers, options.Log, stop.Token);
    }

    /// <summary>Joins by way of each address (<c>ip</c>, <c>ip:port</c>, <c>host:port</c>, <c>name/address</c>). Returns how many answered.</summary>
    /// <exception cref="IOException">None of them did; the message says why for each.</exception>
    public async Task<int> JoinAsync(IEnumerable<string> addresses, CancellationToken token = default)
    {
        if (core.Leaving)
        {
            throw new InvalidOperationException("this member has left the pool; start it again to join");
        }

        var errors = new List<string>();
        var joined = 0;
        foreach (var address in addresses)
        {
            // Each address of a name is for itself: one of a machine that is gone keeps nobody from the others.
            IPEndPoint[] endPoints = [];
            if (await ProblemAsync(async () => endPoints = [.. await GossipAddress.ResolveAsync(address, LocalEndPoint.Port, token)]) is { } unknown)
                errors.Add($"Failed to join {address}: {DialProblem.Text(null, unknown)}");
            foreach (var endPoint in endPoints)
            {
                if (await ProblemAsync(() => ExchangeAsync(endPoint, join: true, token, joining: true)) is { } problem)
                    errors.Add($"Failed to join {endPoint.Address}: {DialProblem.Text(endPoint, problem)}");
                else
                    joined++;
            }
        }

        if (joined > 0)
            Run(core.AnnounceJoin);
        else if (errors.Count > 0)
            throw DialProblem.Of(errors);

        return joined;

        async Task<Exception?> ProblemAsync(Func<Task> step)
        {
            try
            {
                await step();
                return null;
            }
            catch (Exception error) when (
                error is IOException or SocketException or InvalidDataException or OperationCanceledException or FormatException && !token.IsCancellationRequested)
            {
                return error;
            }
        }
    }

    /// <summary>Leaves in good order: others will show this member as left, not as failed. The sockets stay open until disposal.</summary>
    public async Task LeaveAsync(CancellationToken token = default)
    {
        lock (gate)
        {
            if (left || core.Leaving)
            {
                return;
            }
        }

        await Broadcast(
            sent =>
            {
                core.BeginLeave(sent, Now());
                snapshot?.RecordLeave();
            },
            "leave intent",
            token);
        await Broadcast(
            sent =>
            {
                core.Swim.Leave(core.Swim.OthersAlive ? sent : null, Now());
                if (!core.Swim.OthersAlive)
                {
                    sent.TrySetResult();
                }
            },
            "leave",
            token);
        if (SeesOthers())
        {
            await Task.Delay(options.Timing.LeavePropagateDelay, time, token);
        }

        left = true;
    }

    /// <summary>Turns a failed member into one that left; with <paramref name="prune"/> it is forgotten too. Unknown names are accepted.</summary>
    public Task ForceLeaveAsync(string name, bool prune = false, CancellationToken token = default) =>
        Broadcast(sent => core.ForceLeave(name, prune, sent, Now()), "node removal", token);

    /// <summary>Replaces this member's tags.</summary>
    /// <exception cref="ArgumentException">They take more than 512 bytes on the wire.</exception>
    public void SetTags(IReadOnlyDictionary<string, string> tags) => Run(() => core.SetTags(tags, new TaskCompletionSource()));

    /// <summary>Tells every member of the pool something, this one included.</summary>
    /// <exception cref="ArgumentException">Name and payload together take more than 512 bytes.</exception>
    public void Tell(string name, ReadOnlyMemory<byte> payload, bool coalesce = false) => Run(() => core.Tell(name, payload.ToArray(), coalesce));

    /// <summary>Lists, installs, uses or removes a key on every member. To rotate: install, then use, then remove the old one.</summary>
    public async Task<KeyResult> ChangeKeysAsync(KeyOperation operation, byte[]? key = null, CancellationToken token = default)
    {
        var payload = new MsgPackWriter().Byte(7).Map(1).Text("Key").Raw(key ?? []).ToArray();
        var nodes = Members.Count(member => member.Status == MemberStatus.Alive);
        var timeout = options.Timing.GossipInterval * (16 * Math.Ceiling(Math.Log10(nodes + 1)));
        var tally = new KeyTally(nodes);
        (ulong, uint) query = default;
        Run(() => query = core.Ask(operation.QueryName(), payload, timeout, tally.Add));
        try
        {
            await tally.Complete.Task.WaitAsync(timeout, time, token);
        }
        catch (TimeoutException)
        {
            // who has not answered by now is missing in the result
        }
        lock (gate)
        {
            core.StopListening(query);
            return tally.Result;
        }
    }

    /// <summary>Closes the sockets without a word: others will find this member failed unless it left before.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        ticker?.Dispose();
        await rejoining;
        await sockets.DisposeAsync();
        events.Writer.TryComplete();
        await raising;
        lock (gate)
        {
            snapshot?.Dispose();
            snapshot = null;
        }

        stop.Dispose();
    }

    private TimeSpan Now() => time.GetElapsedTime(started);

    private bool SeesOthers() => Members.Any(member => member.Status == MemberStatus.Alive && member.Name != NodeName);

    private void Tick()
    {
        core.Tick(Now());
        var seen = core.LastSeen;
        snapshot?.RecordTimes(seen.Members, seen.Events, seen.Queries);
    }

    private async Task Broadcast(Action<TaskCompletionSource> begin, string what, CancellationToken token)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(() => begin(sent));
        try
        {
            await sent.Task.WaitAsync(options.Timing.BroadcastTimeout, time, token);
        }
        catch (TimeoutException)
        {
            options.Log?.Invoke($"timed out broadcasting {what}");
        }
    }

    private void OnPacket(byte[] packet, IPEndPoint from) => Guard($"a packet from {from}", () =>
    {
        foreach (var message in PacketCodec.OpenPacket(packet, options.Keyring))
        {
            Run(() => core.Receive(message, from, Now()));
        }
    });

    // Whatever is wrong with one packet or one turn: the next is not to suffer for it.
    private void Guard(string what, Action step)
    {
        try
        {
            step();
        }
        catch (Exception error)
        {
            options.Log?.Invoke($"dropped {what}: {error.Message}");
        }
    }

    private Coordinate? CoordinateOf(string member) => member == NodeName ? core.Swim.Coordinates.Now : core.Swim.Coordinates.Of(member);

    private PushPull LocalState(bool join)
    {
        lock (gate)
        {
            return core.LocalState(join);
        }
    }

    private void OnUserMessage(byte[] message) => Run(() => core.UserMessage(message));

    private void Merge(PushPull remote, bool joining = false)
    {
        string? problem = null;
        Run(() => problem = core.Merge(remote, Now(), joining));
        if (problem is not null)
        {
            throw new InvalidDataException(problem);
        }
    }

    private async Task ExchangeAsync(IPEndPoint with, bool join, CancellationToken token, bool joining = false)
    {
        var remote = await sockets.CallAsync(
            with,
            StreamCodec.Seal(LocalState(join).Encode(), options.Keyring),
            stream =>
            {
                var (type, reader) = StreamCodec.Open(stream, options.Keyring);
                return type switch
                {
                    MessageType.PushPull => PushPull.Decode(reader),
                    MessageType.Error => throw new IOException($"remote error: {reader.ReadMap().Text("Error")}"),
                    _ => throw new InvalidDataException($"expected a push/pull answer, got message type {(byte)type}"),
                };
            },
            token);
        Merge(remote, joining);
    }

    private async Task StreamPingAsync(GossipEffect.StreamPing effect)
    {
        try
        {
            var answered = await sockets.CallAsync(
                effect.To,
                StreamCodec.Seal(effect.Ping.Encode(), options.Keyring),
                stream => StreamCodec.Open(stream, options.Keyring) is (MessageType.Ack, var reader) && reader.ReadMap().UInt32("SeqNo") == effect.Ping.SeqNo,
                CancellationToken.None);
            if (answered)
            {
                Run(() => core.Swim.StreamPingAnswered(effect.Ping.SeqNo));
            }
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            // no answer: the probe ends as failed
        }
    }

    private async Task TryExchangeAsync(GossipEffect.ExchangeState effect)
    {
        try
        {
            await ExchangeAsync(effect.With, effect.Join, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            options.Log?.Invoke($"push/pull with {effect.With} failed: {error.Message}");
        }
    }

    private void Run(Action step)
    {
        lock (gate)
        {
            step();
            foreach (var effect in core.Swim.Effects)
            {
                switch (effect)
                {
                    case GossipEffect.SendPacket send: sockets.Send(send.To, PacketCodec.SealPacket(send.Message, send.WithChecksum, options.Keyring)); break;
                    case GossipEffect.StreamPing ping: _ = StreamPingAsync(ping); break;
                    case GossipEffect.ExchangeState exchange: _ = TryExchangeAsync(exchange); break;
                    case GossipEffect.Publish publish: Publish(publish.Event); break;
                    case GossipEffect.Deliver deliver: events.Writer.TryWrite(() => EventArrived?.Invoke(deliver.Event)); break;
                    case GossipEffect.Log log: (log.Warns ? options.Warn ?? options.Log : options.Log)?.Invoke(log.Line); break;
                }
            }

            core.Swim.Effects.Clear();
        }
    }

    private void Publish(SerfEvent happened)
    {
        snapshot?.Record(happened);
        events.Writer.TryWrite(() => MemberChanged?.Invoke(happened));
    }

    private async Task RaiseAsync()
    {
        while (await events.Reader.WaitToReadAsync())
        {
            while (events.Reader.TryRead(out var raise))
            {
                raise();
            }
        }
    }
}
