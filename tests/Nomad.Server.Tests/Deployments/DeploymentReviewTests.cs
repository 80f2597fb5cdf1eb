using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.Deployments;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Deployments;

public sealed class DeploymentReviewTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    private static (StateSnapshot State, Deployment Deployment) With(DeploymentState group, bool? healthy, ReschedulePolicy? policy = null)
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("a");
        job = job with { TaskGroups = [job.TaskGroups![0] with { ReschedulePolicy = policy }] };
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = Now.UnixNanoseconds(),
            Deployment = new Deployment
            {
                ID = "d", Namespace = "default", JobID = "a", Status = DeploymentStatus.Running,
                TaskGroups = new Dictionary<string, DeploymentState> { ["web"] = group },
            },
            Placements = [new PlannedPlacement(ServerHarness.Allocation("x", job, "n") with
            {
                Job = null, DeploymentID = "d", DeploymentStatus = new AllocDeploymentStatus { Canary = group.DesiredCanaries > 0 },
            }, 0)],
        });
        if (healthy is { } verdict)
            store.Apply(3, new SetDeploymentHealth("d", verdict ? ["x"] : [], verdict ? [] : ["x"], Now.UnixNanoseconds()));
        return (store.Snapshot(), store.Snapshot().Deployment("d")!);
    }

    private static DeploymentState Group => new() { DesiredTotal = 2, ProgressDeadline = TimeSpan.FromMinutes(10) };

    private static DeploymentStep Decide(StateSnapshot state, Deployment deployment, ulong seenIndex, DateTimeOffset now) =>
        DeploymentReview.Decide(state, deployment, seenIndex, now, (_, group) => group.RequireProgressBy - now);

    [Fact]
    public void Placing_starts_the_deadline_and_health_pushes_it()
    {
        var (_, placed) = With(Group, null);
        Assert.Equal((1, Now.AddMinutes(10)), (placed.TaskGroups!["web"].PlacedAllocs, placed.TaskGroups["web"].RequireProgressBy));
        var (state, healthy) = With(Group, true);
        Assert.Equal(1, healthy.TaskGroups!["web"].HealthyAllocs);
        Assert.IsType<DeploymentStep.Continue>(Decide(state, healthy, 0, Now));
        Assert.Equal(new DeploymentStep.Wait(TimeSpan.FromMinutes(10)), Decide(state, healthy, 3, Now));
    }

    [Fact]
    public void A_passed_deadline_fails_it()
    {
        var (state, deployment) = With(Group, null);
        Assert.Equal(new DeploymentStep.Fail(DeploymentStatusDescriptions.FailedDueToProgressDeadline, "web"),
            Decide(state, deployment, 0, Now.AddMinutes(11)));
    }

    [Fact]
    public void An_unhealthy_allocation_is_replaced_while_the_policy_allows_it_else_the_deployment_fails()
    {
        var (state, deployment) = With(Group, false, new ReschedulePolicy { Unlimited = true });
        Assert.IsType<DeploymentStep.Reschedule>(Decide(state, deployment, 0, Now));
        (state, deployment) = With(Group, false);
        Assert.IsType<DeploymentStep.Fail>(Decide(state, deployment, 0, Now));
        (state, deployment) = With(Group with { ProgressDeadline = Duration.Zero }, false, new ReschedulePolicy { Unlimited = true });
        Assert.IsType<DeploymentStep.Fail>(Decide(state, deployment, 0, Now));
    }

    [Fact]
    public void Canaries_are_promoted_when_all_are_healthy_and_nobody_has_to_say_so()
    {
        var canaried = Group with { DesiredCanaries = 1, AutoPromote = true };
        var (state, waiting) = With(canaried, null);
        Assert.Equal(["Task group \"web\" has 0/1 healthy allocations"], DeploymentReview.NotPromotable(state, waiting, null));
        Assert.IsType<DeploymentStep.Wait>(Decide(state, waiting, 0, Now));
        (state, var good) = With(canaried, true);
        Assert.Empty(DeploymentReview.NotPromotable(state, good, null));
        Assert.IsType<DeploymentStep.Promote>(Decide(state, good, 0, Now));
    }
}
