using Nomad.Server.Commands;

namespace Nomad.Server.Tests.Plans;

public sealed class Plans_written_one_after_the_other
{
    /// <summary>What writes a plan is used again for the next: nothing of the one before is in it.</summary>
    [Fact]
    public void Each_has_the_bytes_it_has_alone() => Seeds.Each(100, seed =>
    {
        var random = new Random(seed);
        var plans = Enumerable.Range(0, 4).Select(_ => Plan(random)).ToList();
        var alone = plans.ConvertAll(plan => Task.Factory.StartNew(() => CommandCodec.Encode(plan), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Result);
        for (var round = 0; round < 20; round++)
        {
            var at = random.Next(plans.Count);
            Assert.Equal(alone[at], CommandCodec.Encode(plans[at]));
            if (random.Next(3) == 0)
                CommandCodec.Encode(new UpsertEvaluations([]));
        }
        foreach (var (plan, bytes) in plans.Zip(alone))
            Assert.Equal(plan.Placements.Select(each => each.Allocation.ID), ((ApplyPlan)CommandCodec.Decode(bytes)).Placements.Select(each => each.Allocation.ID));
    });

    private static ApplyPlan Plan(Random random)
    {
        var job = ServerHarness.Job($"job{random.Next(3)}");
        return new ApplyPlan
        {
            EvaluationID = ServerHarness.Id(random.Next(5)), Namespace = "default", JobID = job.ID, JobVersion = (ulong)random.Next(3), Time = random.Next(1000),
            Placements = [.. Enumerable.Range(0, random.Next(1, 40)).Select(number =>
                new PlannedPlacement(ServerHarness.Allocation(ServerHarness.Id(number), job, ServerHarness.Id(100 + random.Next(9))) with { Job = null }, 0))],
            Stops = [.. Enumerable.Range(0, random.Next(3)).Select(number => new PlannedStop(ServerHarness.Id(200 + number), "stop", "because", "", ""))],
        };
    }
}
