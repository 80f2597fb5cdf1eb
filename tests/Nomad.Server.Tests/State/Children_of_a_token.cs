using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.State;
using Nomad.Server.State.Rows;
using Nomad.Server.State.Writing;

namespace Nomad.Server.Tests.State;

public sealed class Children_of_a_token
{
    private const int Dispatches = 5_000;

    private static Job Child(int number, string token) => ServerHarness.Job($"work/dispatch-{number}") with
    {
        ParentID = "work",
        Dispatched = true,
        DispatchIdempotencyToken = token,
    };

    // One row of the parent's list is none: whoever walks the list falls over it, so each dispatch looks at the children of its own token only.
    [Fact]
    public void Each_of_many_dispatches_looks_at_the_children_of_its_token_and_at_no_others()
    {
        var (tables, tallies) = (new Tables(), new JobTallies());
        // Whoever walks all children falls over the second.
        foreach (var row in (Row<Job>?[])[new(), null])
            tables.JobsByParent.Note(row!, null, Child(-1, ""));
        Assert.Throws<NullReferenceException>(() => new StateSnapshot(tables, 1, []).Children("default", "work").Count());
        var looked = 0;
        for (var i = 1; i <= Dispatches; i++)
        {
            Assert.Null(Dispatch((ulong)(2 * i), Child(i, $"token {i}")));
            Assert.Contains($"work/dispatch-{i}", Dispatch((ulong)(2 * i + 1), Child(i + Dispatches, $"token {i}"))!, StringComparison.Ordinal);
            looked += new StateSnapshot(tables, (ulong)(2 * i + 1), []).ChildrenOfToken("default", "work", $"token {i}").Count();
        }
        Assert.Equal(Dispatches, looked);

        string? Dispatch(ulong index, Job child)
        {
            var writes = new StateTransaction(tables, tallies, index) { TrackedVersions = StateStore.UsualTrackedVersions };
            JobWrites.Register(writes, new RegisterJob(child, null, null));
            writes.Finish();
            return writes.Refusal?.Text;
        }
    }

    [Fact]
    public void A_token_is_free_again_when_its_child_is_purged_and_is_known_after_a_restore()
    {
        var store = new StateStore(TimeProvider.System);
        store.Apply(1, new RegisterJob(Child(1, "one"), null, null));
        store.Apply(2, new RegisterJob(Child(2, "two"), null, null));
        using var saved = new MemoryStream();
        StateStore.Save(store.Snapshot(), saved);
        saved.Position = 0;
        var other = new StateStore(TimeProvider.System);
        other.Restore(saved);
        foreach (var each in (StateStore[])[store, other])
        {
            Assert.NotNull(each.Apply(3, new RegisterJob(Child(3, "one"), null, null)).Result);
            each.Apply(4, new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "work/dispatch-1" }], true, false, [], 0));
            Assert.Null(each.Apply(5, new RegisterJob(Child(3, "one"), null, null)).Result);
            Assert.Equal("work/dispatch-3", JobWrites.OfToken(each.Snapshot(), Child(4, "one"))!.ID);
            Assert.Equal("work/dispatch-2", JobWrites.OfToken(each.Snapshot(), Child(4, "two"))!.ID);
            Assert.Null(JobWrites.OfToken(each.Snapshot(), Child(4, "three")));
            Assert.Null(JobWrites.OfToken(each.Snapshot(), Child(4, "")));
            // Its own entry, told twice, is no other child.
            Assert.Null(JobWrites.OfToken(each.Snapshot(), Child(3, "one")));
        }
    }
}
