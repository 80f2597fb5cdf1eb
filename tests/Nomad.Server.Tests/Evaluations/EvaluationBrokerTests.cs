using Nomad.Model.Evaluations;
using Nomad.Rpc;
using Nomad.Server.Evaluations;

namespace Nomad.Server.Tests.Evaluations;

public sealed class EvaluationBrokerTests
{
    private static readonly string[] Service = [EvalTypes.Service];

    private static EvaluationBroker Broker(BrokerOptions? options = null, TimeProvider? time = null)
    {
        var broker = new EvaluationBroker(new ServerPorts { Random = new Random(1), Time = time ?? TimeProvider.System }, options ?? new BrokerOptions());
        broker.SetEnabled(true);
        return broker;
    }

    private static Evaluation Eval(string id, string job, int priority = 50, ulong index = 1) => new()
    {
        ID = id, Namespace = "default", JobID = job, Type = EvalTypes.Service, Priority = priority,
        Status = EvalStatus.Pending, CreateIndex = index, ModifyIndex = index,
    };

    private static async Task<EvaluationLease> TakeAsync(EvaluationBroker broker, string? type = null) =>
        await broker.TakeAsync(type is null ? Service : [type], ServerHarness.Patience, CancellationToken.None) ?? throw new TimeoutException();

    [Fact]
    public async Task The_highest_priority_comes_first_then_the_oldest()
    {
        var broker = Broker();
        broker.Enqueue([Eval("low", "a", 10), Eval("younger", "b", 50, 9), Eval("older", "c", 50, 3), Eval("high", "d", 90)]);
        var order = new List<string>();
        for (var i = 0; i < 4; i++)
            order.Add((await TakeAsync(broker)).Evaluation.ID);
        Assert.Equal(["high", "older", "younger", "low"], order);
    }

    [Fact]
    public async Task One_evaluation_of_a_job_runs_at_a_time_and_older_waiting_ones_become_needless()
    {
        var broker = Broker();
        broker.Enqueue([Eval("first", "a"), Eval("second", "a", index: 2), Eval("third", "a", index: 3)]);
        var lease = await TakeAsync(broker);
        Assert.Null(await broker.TakeAsync(Service, TimeSpan.Zero, CancellationToken.None));
        broker.Ack(lease.Evaluation.ID, lease.Token);
        Assert.Equal("third", (await TakeAsync(broker)).Evaluation.ID);
        Assert.Equal(["second"], broker.TakeCancelable(10).Select(eval => eval.ID));
    }

    [Fact]
    public async Task A_wrong_token_is_refused_in_the_originals_words()
    {
        var broker = Broker();
        broker.Enqueue(Eval("e", "a"));
        var lease = await TakeAsync(broker);
        Assert.Equal("evaluation token does not match", Assert.Throws<RpcException>(() => broker.Ack("e", "wrong")).Message);
        broker.Ack("e", lease.Token);
        Assert.Equal("evaluation is not outstanding", Assert.Throws<RpcException>(() => broker.Ack("e", lease.Token)).Message);
    }

    [Fact]
    public async Task What_comes_back_too_often_goes_to_the_failed_queue()
    {
        var broker = Broker(new BrokerOptions { InitialNackDelay = TimeSpan.FromMilliseconds(1), SubsequentNackDelay = TimeSpan.FromMilliseconds(1) });
        broker.Enqueue(Eval("e", "a"));
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var lease = await TakeAsync(broker);
            Assert.Equal(delivery, lease.Deliveries);
            broker.Nack("e", lease.Token);
        }
        Assert.Equal("e", (await TakeAsync(broker, EvaluationBroker.FailedQueue)).Evaluation.ID);
    }

    [Fact]
    public async Task A_worker_that_takes_too_long_loses_its_evaluation()
    {
        var broker = Broker(new BrokerOptions { NackTimeout = TimeSpan.FromMilliseconds(20), InitialNackDelay = TimeSpan.FromMilliseconds(1) });
        broker.Enqueue(Eval("e", "a"));
        var lost = await TakeAsync(broker);
        var second = await TakeAsync(broker);
        Assert.NotEqual(lost.Token, second.Token);
        Assert.False(broker.Holds("e", lost.Token));
    }

    [Fact]
    public async Task A_delayed_evaluation_waits_for_its_time()
    {
        var time = new ManualTime();
        var broker = Broker(time: time);
        broker.Enqueue(Eval("later", "a") with { WaitUntil = time.GetUtcNow().AddMilliseconds(80) });
        time.Advance(TimeSpan.FromMilliseconds(79));
        Assert.Null(await broker.TakeAsync(Service, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(1, broker.Stats().Waiting);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("later", (await TakeAsync(broker)).Evaluation.ID);
    }

    [Fact]
    public void A_wait_longer_than_timers_last_is_kept_and_harms_nobody()
    {
        var broker = Broker();
        broker.Enqueue(Eval("patient", "a") with { Wait = TimeSpan.FromDays(100) });
        broker.Enqueue(Eval("late", "b") with { WaitUntil = DateTimeOffset.UtcNow.AddYears(3) });
        Assert.Equal((0, 2), (broker.Stats().Ready, broker.Stats().Waiting));
    }

    [Fact]
    public void Blocked_ones_wake_for_classes_they_may_fit_and_not_for_others()
    {
        var broker = Broker();
        var blocked = new BlockedEvaluations(broker, new ServerPorts());
        blocked.SetEnabled(true);
        blocked.Block(Eval("fits", "a") with { Status = EvalStatus.Blocked, ClassEligibility = new Dictionary<string, bool> { ["big"] = true } });
        blocked.Block(Eval("never", "b") with { Status = EvalStatus.Blocked, ClassEligibility = new Dictionary<string, bool> { ["big"] = false } });
        blocked.Unblock("big", 10);
        Assert.Equal(1, broker.Stats().Ready);
        Assert.Equal(1, blocked.Count);
    }

    [Fact]
    public void Room_that_was_made_after_the_snapshot_is_not_missed()
    {
        var broker = Broker();
        var blocked = new BlockedEvaluations(broker, new ServerPorts());
        blocked.SetEnabled(true);
        blocked.Unblock("big", 10);
        blocked.Block(Eval("late", "a") with { Status = EvalStatus.Blocked, SnapshotIndex = 9 });
        blocked.Block(Eval("waits", "b") with { Status = EvalStatus.Blocked, SnapshotIndex = 11 });
        Assert.Equal(1, broker.Stats().Ready);
        Assert.Equal(1, blocked.Count);
    }

    [Fact]
    public void A_second_blocked_one_of_a_job_replaces_the_older()
    {
        var blocked = new BlockedEvaluations(Broker(), new ServerPorts());
        blocked.SetEnabled(true);
        blocked.Block(Eval("old", "a", index: 1) with { Status = EvalStatus.Blocked });
        blocked.Block(Eval("new", "a", index: 2) with { Status = EvalStatus.Blocked });
        Assert.Equal(["old"], blocked.TakeDuplicates().Select(eval => eval.ID));
        Assert.Equal(1, blocked.Count);
    }
}
