using Nomad.Scheduling.Rebalancing;

namespace Nomad.Scheduling.Tests.Rebalancing;

/// <summary>How many of a group may leave at once depends on how many have been found healthy by the migrate rules, not on how many were started.</summary>
public sealed class Migrate_budgets
{
    [Theory]
    [InlineData("checks", null, false)]
    [InlineData("checks", true, true)]
    [InlineData("checks", false, true)]
    [InlineData("task_states", null, false)]
    [InlineData("manual", null, true)]
    [InlineData(null, null, true)]
    public void A_replacement_counts_when_it_was_judged_or_nobody_judges_it(string? check, bool? healthy, bool counts)
    {
        var group = A.Group(2) with { Migrate = check is null ? null : new() { MaxParallel = 1, HealthCheck = check, MinHealthyTime = TimeSpan.FromSeconds(10) } };
        var settled = Running("a") with { DeploymentStatus = new() { Healthy = true } };
        var fresh = Running("b") with { DeploymentStatus = healthy is null ? null : new() { Healthy = healthy } };
        Assert.Equal(counts ? 1 : 0, MigrateBudget.Of(group, [settled, fresh]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 5)]
    public void As_many_as_max_parallel_says_may_be_missing(int maxParallel, int budget)
    {
        var group = A.Group(6) with { Migrate = new() { MaxParallel = maxParallel, HealthCheck = "checks" } };
        var healthy = Enumerable.Range(0, 6).Select(number => Running($"a{number}") with { DeploymentStatus = new() { Healthy = true } }).ToList();
        Assert.Equal(budget, MigrateBudget.Of(group, healthy));
        healthy[0] = healthy[0] with { DesiredTransition = new() { Migrate = true } };
        Assert.Equal(budget - 1, MigrateBudget.Of(group, healthy));
    }

    private static Allocation Running(string id) => new()
    {
        ID = id, TaskGroup = "g", DesiredStatus = AllocDesiredStatus.Run, ClientStatus = AllocClientStatus.Running,
    };
}
