using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.State;

/// <summary>A version of a job that has a name stays, and giving it one touches nothing that runs.</summary>
public sealed class Tagged_versions
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void A_tagged_version_is_kept_however_many_come_after_it_and_dropped_when_its_tag_goes()
    {
        var store = new StateStore(TimeProvider.System);
        var index = 0UL;
        store.Apply(++index, new RegisterJob(ServerHarness.Job("a", 1), null, null));
        store.Apply(++index, new TagJobVersion("default", "a", "golden", 0, new JobVersionTag { Name = "golden" }));
        for (var count = 2; count < 14; count++)
            store.Apply(++index, new RegisterJob(ServerHarness.Job("a", count), null, null));
        Assert.Equal(StateStore.UsualTrackedVersions + 1, Versions().Count);
        Assert.Equal(("golden", 1), (Versions()[^1].VersionTag!.Name, Versions()[^1].TaskGroups![0].Count));
        // The current version carries none of it.
        Assert.Null(store.Snapshot().Job("default", "a")!.VersionTag);
        Assert.IsType<StateRefusal>(store.Apply(++index, new TagJobVersion("default", "a", "golden", 12, new JobVersionTag { Name = "golden" })).Result);
        store.Apply(++index, new TagJobVersion("default", "a", "golden", 0, null));
        Assert.Equal(StateStore.UsualTrackedVersions, Versions().Count);
        Assert.DoesNotContain(Versions(), job => job.Version == 0);

        List<Job> Versions() => [.. store.Snapshot().JobVersions("default", "a")];
    }

    [Fact]
    public async Task Tagging_leaves_what_runs_alone_and_a_tagged_job_is_not_collected()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 2) }, None);
        await ServerHarness.EventuallyAsync(() => Own().Count(alloc => alloc.ClientStatus == AllocClientStatus.Running) == 2 && IsQuiet(), "two run");
        var (job, before) = (server.State.Snapshot().Job("default", "web")!, Own().Select(alloc => (alloc.ID, alloc.AllocModifyIndex)).ToList());
        await server.Jobs.TagVersionAsync("default", "web", new JobVersionTag { Name = "golden" }, null, None);
        var after = server.State.Snapshot().Job("default", "web")!;
        Assert.Equal(("golden", job.Version, job.JobModifyIndex), (after.VersionTag!.Name, after.Version, after.JobModifyIndex));
        // Even when the job is looked at again.
        await server.Jobs.EvaluateAsync("default", "web", forceReschedule: false, None);
        await ServerHarness.EventuallyAsync(IsQuiet, "the evaluation is over");
        Assert.Equal(before, Own().Select(alloc => (alloc.ID, alloc.AllocModifyIndex)));

        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("nameless", 1) }, None);
        foreach (var id in (string[])["web", "nameless"])
            await server.Jobs.DeregisterAsync(new JobRemoval("default", id), None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Allocations().All(alloc => alloc.IsClientTerminal()) && IsQuiet(), "all have ended");
        await server.System.CollectGarbageAsync(None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Job("default", "nameless") is null, "the other is collected");
        Assert.NotNull(server.State.Snapshot().Job("default", "web"));

        List<Allocation> Own() => [.. server.State.Snapshot().AllocationsOfJob("default", "web").OrderBy(alloc => alloc.ID, StringComparer.Ordinal)];
        bool IsQuiet() => server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal());
    }
}
