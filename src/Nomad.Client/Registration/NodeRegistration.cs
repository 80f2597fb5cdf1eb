using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;

namespace Nomad.Client.Registration;

/// <summary>
/// Keeps the node known to the servers: registers, gives signs of life in time, and registers again when the node changed or the
/// servers no longer know it. Its pace goes by timestamps: a clock that is set must not make a node silent.
/// </summary>
public sealed class NodeRegistration(INodeEndpoint servers, TimeProvider time, ILog log)
{
    /// <summary>A node that changes is told to the servers at most so often: changes wait for company.</summary>
    public static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Node? announced;
    private Node? wanted;
    private readonly SteadyClock clock = new(time);
    private DateTimeOffset announcedAt;
    private long answeredAt = -1; // ticks of the clock
    private bool forced;
    private bool asked;
    private bool leaving;

    /// <summary>Called when servers answer after a silence in which they may have given the node up, and when they have and wait for reports.</summary>
    public Action Returned { get; init; } = () => { };

    /// <summary>Completes after the first successful registration.</summary>
    public Task Registered => registered.Task;

    /// <summary>When servers last answered; the epoch before that.</summary>
    public DateTimeOffset LastContact { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>How long no server has answered; null before the first answer.</summary>
    public TimeSpan? Silence => Volatile.Read(ref answeredAt) is var at and >= 0 ? TimeSpan.FromTicks(clock.Now.Ticks - at) : null;

    /// <summary>Time to live given with the last answer.</summary>
    public TimeSpan TimeToLive { get; private set; }

    /// <summary>What the last answer said beside the time to live.</summary>
    public NodeUpdateResponse? LastAnswer { get; private set; }

    /// <summary>Announces a node, or a changed one; the servers hear of a change at most every <see cref="ChangeInterval"/>.</summary>
    public void Announce(Node node)
    {
        lock (gate)
            wanted = node;
        Wake();
    }

    /// <summary>Registers again although nothing changed: the servers seem to have forgotten the node.</summary>
    public void Again()
    {
        lock (gate)
            forced = true;
        Wake();
    }

    /// <summary>Gives a sign of life now.</summary>
    public void Ping()
    {
        lock (gate)
            asked = true;
        Wake();
    }

    /// <summary>
    /// Tells the servers that the node goes, so that its work is replaced at once, and falls silent. Completes when they know;
    /// a node that never registered has nothing to tell.
    /// </summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        if (!registered.Task.IsCompleted)
            return;
        lock (gate)
            leaving = true;
        Wake();
        await left.Task.WaitAsync(cancellation);
    }

    /// <summary>Runs until cancelled, or until the node has left; <see cref="Announce"/> must have been called.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var next = clock.Now;
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
        while (true)
        {
            var pause = Due(next) - clock.Now;
            if (pause > TimeSpan.Zero)
            {
                await WaitAsync(pause, cancellation);
                continue;
            }
            try
            {
                var wasAway = TimeToLive > TimeSpan.Zero && Silence > TimeToLive;
                if (await SpeakAsync(cancellation))
                    return;
                backoff.Reset();
                // They may have given up a node that does not know it: its own clock stood still meanwhile.
                var isDoubted = wasAway || LastAnswer is { AwaitsReports: true };
                next = clock.Now + (isDoubted ? HeartbeatPlan.AfterReturn : HeartbeatPlan.AfterSuccess(TimeToLive, Random.Shared.NextDouble()));
                if (isDoubted)
                    Returned();
            }
            catch (RpcException problem)
            {
                log.Warn($"error heartbeating: {problem.Message}");
                if (problem is not NoServersException)
                    Forget();
                var pauseAfter = announced is null ? backoff.Next(Random.Shared.NextDouble())
                    : HeartbeatPlan.AfterFailure(TimeToLive - (Silence ?? TimeSpan.Zero), Random.Shared.NextDouble());
                next = clock.Now + pauseAfter;
                await Task.Delay(pauseAfter, time, cancellation);
            }
        }
    }

    // When to speak: with the next heartbeat, or before it when something calls for it.
    private DateTimeOffset Due(DateTimeOffset heartbeat)
    {
        lock (gate)
        {
            if (forced || asked || leaving || announced is null)
                return DateTimeOffset.MinValue;
            var change = announcedAt + ChangeInterval;
            return ReferenceEquals(announced, wanted) || change > heartbeat ? heartbeat : change;
        }
    }

    // Whether the servers are to hear of the node now, and not only of its life.
    private bool MustRegister() =>
        forced || announced is null || (!ReferenceEquals(announced, wanted) && clock.Now >= announcedAt + ChangeInterval);

    private void Forget()
    {
        lock (gate)
            announced = null;
    }

    // Whether that was the last word.
    private async Task<bool> SpeakAsync(CancellationToken cancellation)
    {
        Node node;
        bool register, changed, last;
        lock (gate)
        {
            node = wanted!;
            last = leaving;
            register = MustRegister();
            changed = register && announced is not null && !ReferenceEquals(announced, wanted);
            (forced, asked) = (false, false);
        }
        if (last)
        {
            await servers.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Down), cancellation);
            left.TrySetResult();
            return true;
        }
        if (register)
        {
            if (changed)
                log.Debug("state changed, updating node and re-registering");
            Accept(await servers.RegisterAsync(node, cancellation));
            log.Info("node registration complete");
            log.Debug("state updated: node_status=ready");
            lock (gate)
                (announced, announcedAt) = (node, clock.Now);
        }
        // Registering leaves the node initializing; only a sign of life makes it ready for work.
        Accept(await servers.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), cancellation));
        if (registered.TrySetResult())
            log.Debug($"periodically checking for node changes: duration={Nomad.Model.Duration.FromTimeSpan(ChangeInterval)}");
        return false;
    }

    private void Accept(NodeUpdateResponse answer)
    {
        LastContact = time.GetUtcNow();
        Volatile.Write(ref answeredAt, clock.Now.Ticks);
        LastAnswer = answer;
        if (answer.HeartbeatTTL > default(Nomad.Model.Duration))
            TimeToLive = answer.HeartbeatTTL;
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(pause, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            await news.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The pause is over.
        }
    }

    private void Wake()
    {
        lock (gate)
        {
            if (news.CurrentCount == 0)
                news.Release();
        }
    }
}
