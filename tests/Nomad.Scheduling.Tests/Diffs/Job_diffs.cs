using Nomad.Model.Diffs;
using Nomad.Scheduling.Diffs;

namespace Nomad.Scheduling.Tests.Diffs;

public sealed class Job_diffs
{
    [Fact]
    public void The_same_job_has_no_diff_and_a_new_one_is_added()
    {
        var same = JobDiffs.Compare(A.Job("web"), A.Job("web"), contextual: true);
        Assert.Equal(DiffTypes.None, same.Type);
        Assert.Null(same.Fields);
        var added = JobDiffs.Compare(null, A.Job("web"), contextual: true);
        Assert.Equal((DiffTypes.Added, DiffTypes.Added), (added.Type, added.TaskGroups!.Single().Type));
    }

    [Fact]
    public void A_changed_count_and_environment_are_named_and_annotated()
    {
        var before = A.Job("web", 1);
        var diff = JobDiffs.Annotate(JobDiffs.Compare(before, before.Edited(group => group.WithEnv("x") with { Count = 2 }), contextual: false), null);
        var group = diff.TaskGroups!.Single();
        var count = group.Fields!.Single();
        Assert.Equal(("Count", "1", "2", "forces create"), (count.Name, count.Old, count.New, count.Annotations!.Single()));
        var task = group.Tasks!.Single();
        Assert.Equal(("Env[V]", DiffTypes.Added), (task.Fields!.Single().Name, task.Fields!.Single().Type));
        Assert.Equal(["forces create/destroy update"], task.Annotations);
    }

    [Fact]
    public void A_changed_resource_shows_its_unchanged_neighbours_when_context_is_asked()
    {
        var before = A.Job("web");
        var diff = JobDiffs.Compare(before, before.Edited(group => group.Using(own => own with { CPU = 200 })), contextual: true);
        var resources = diff.TaskGroups!.Single().Tasks!.Single().Objects!.Single();
        Assert.Equal(("Resources", DiffTypes.Edited), (resources.Name, resources.Type));
        Assert.Contains(resources.Fields!, own => own is { Name: "CPU", Old: "100", New: "200" });
        Assert.Contains(resources.Fields!, own => own is { Name: "MemoryMB", Type: DiffTypes.None });
    }

    [Fact]
    public void What_a_plan_does_to_a_group_is_counted_by_kind_and_nothing_else_is_told()
    {
        var counts = new DesiredUpdates
        {
            Ignore = 1, Place = 2, Stop = 3, Migrate = 4, Canary = 5, InPlaceUpdate = 6, DestructiveUpdate = 7, Preemptions = 8, RescheduleNow = 9, RescheduleLater = 10,
        };
        Assert.Equal(new Dictionary<string, ulong>
        {
            ["ignore"] = 1, ["create"] = 2, ["destroy"] = 3, ["migrate"] = 4, ["canary"] = 5, ["in-place update"] = 6, ["create/destroy update"] = 7,
            ["preemptions"] = 8, ["reschedule now"] = 9, ["reschedule later"] = 10,
        }, Updates(counts));
        Assert.Equal(new Dictionary<string, ulong> { ["reschedule later"] = 1 }, Updates(new DesiredUpdates { RescheduleLater = 1 }));
    }

    private static IReadOnlyDictionary<string, ulong>? Updates(DesiredUpdates counts) => JobDiffs.Annotate(JobDiffs.Compare(A.Job("web"), A.Job("web", 2), contextual: false),
        new PlanAnnotations { DesiredTGUpdates = new Dictionary<string, DesiredUpdates> { ["g"] = counts } }).TaskGroups!.Single().Updates;
}
