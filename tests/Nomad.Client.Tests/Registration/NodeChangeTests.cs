using Nomad.Client.Registration;
using Nomad.Client.Tests.Allocations;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;

namespace Nomad.Client.Tests.Registration;

public sealed class NodeChangeTests : IAsyncDisposable
{
    private readonly ManualTime time = new();
    private readonly Servers servers = new();
    private readonly CancellationTokenSource stop = new();
    private readonly NodeRegistration registration;
    private readonly Task running;
    private int returns;

    public NodeChangeTests()
    {
        registration = new NodeRegistration(servers, time, NoLog.Instance) { Returned = () => returns++ };
        registration.Announce(A("first"));
        running = registration.RunAsync(stop.Token);
    }

    [Fact]
    public async Task A_change_soon_after_another_waits_and_takes_later_ones_with_it()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        registration.Announce(A("second"));
        registration.Announce(A("third"));
        time.Advance(NodeRegistration.ChangeInterval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["first"], servers.Registered);
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => servers.Node!.Name == "third", "the change");
        Assert.Equal(["first", "third"], servers.Registered);
    }

    [Fact]
    public async Task A_change_after_a_quiet_time_is_told_at_once()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        time.Advance(NodeRegistration.ChangeInterval);
        registration.Announce(A("second"));
        await time.AdvanceUntilAsync(TimeSpan.Zero, () => servers.Node!.Name == "second", "the change");
    }

    [Fact]
    public async Task A_node_that_does_not_change_registers_once_and_lives_on()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => servers.SignsOfLife > 5, "signs of life");
        Assert.Equal(["first"], servers.Registered);
    }

    [Fact]
    public async Task Servers_that_forgot_the_node_hear_of_it_without_delay()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        registration.Again();
        await time.AdvanceUntilAsync(TimeSpan.Zero, () => servers.Registered.Count() == 2, "the second registration");
    }

    [Fact]
    public async Task After_a_silence_in_which_servers_may_have_given_the_node_up_it_is_told_that_they_are_back()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        servers.IsOutOfReach = true;
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => registration.Silence > registration.TimeToLive, "silence");
        Assert.Equal(0, Volatile.Read(ref returns));
        servers.IsOutOfReach = false;
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => Volatile.Read(ref returns) == 1, "the return");
        // A second sign of life follows at once: with the first the servers only know that it is there.
        var before = servers.SignsOfLife;
        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(100), () => servers.SignsOfLife > before, "the second sign");
        Assert.Equal(1, Volatile.Read(ref returns));
    }

    [Fact]
    public async Task Servers_that_gave_the_node_up_without_its_knowing_are_told_of_its_work_and_asked_again_soon()
    {
        await registration.Registered.WaitAsync(Eventually.Patience);
        servers.AwaitReports = true;
        registration.Ping();
        await time.AdvanceUntilAsync(TimeSpan.Zero, () => Volatile.Read(ref returns) == 1, "the word that they wait");
        servers.AwaitReports = false;
        var before = servers.SignsOfLife;
        time.Advance(HeartbeatPlan.AfterReturn);
        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(100), () => servers.SignsOfLife > before, "the next sign");
        Assert.Equal(1, Volatile.Read(ref returns));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Patience));
    }

    private static Node A(string name) => new() { ID = "n", SecretID = "s", Name = name };
}
