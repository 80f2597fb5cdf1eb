using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Tests.State;

/// <summary>States with so many rows that they are decoded on a thread of their own.</summary>
public sealed class Restoring_large_states
{
    private const long Now = 1_700_000_000_000_000_000;
    private const int Allocations = 6_000;
    private const int FirstPort = 1_000;
    private const string Address = "10.0.0.1";

    private static readonly StateStore Original = Filled();

    private static StateStore Filled()
    {
        var store = new StateStore(TimeProvider.System);
        var node = ServerHarness.Node(ServerHarness.Id(1), cpu: 10_000_000, memory: 10_000_000);
        store.Apply(1, new RegisterNode(node with
        {
            NodeResources = node.NodeResources! with { NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = Address }] }] },
        }, Now));
        store.Apply(2, new SetNodeStatus(node.ID, Nomad.Model.Nodes.NodeStatus.Ready, null, [], Now));
        for (var number = 0; number < 2; number++)
        {
            var job = ServerHarness.Job($"job-{number}", Allocations / 2);
            store.Apply(10 + (ulong)number * 2, new RegisterJob(job, null, null));
            store.Apply(11 + (ulong)number * 2, new ApplyPlan
            {
                EvaluationID = "eval", Namespace = "default", JobID = job.ID, JobVersion = 0, Time = Now,
                // Not in the order of their names, as those of a scheduler are not.
                Placements = [.. Enumerable.Range(0, Allocations / 2).Select(each => new PlannedPlacement(Alloc(job, number * Allocations / 2 + each) with { Job = null }, 0))],
            });
        }
        return store;
    }

    private static Allocation Alloc(Job job, int number)
    {
        var alloc = ServerHarness.Allocation($"{unchecked((uint)number * 2_654_435_761):x8}-0000-0000-0000-{number:d12}", job, ServerHarness.Id(1), cpu: 1);
        return alloc with
        {
            Name = $"{job.ID}.web[{number}]",
            ClientStatus = number % 3 == 0 ? AllocClientStatus.Running : AllocClientStatus.Pending,
            AllocatedResources = alloc.AllocatedResources! with
            {
                Shared = alloc.AllocatedResources.Shared with { Ports = [new() { Label = "http", Value = FirstPort + number, HostIP = Address }] },
            },
        };
    }

    private static byte[] Saved(StateStore store)
    {
        using var stream = new MemoryStream();
        StateStore.Save(store.Snapshot(), stream);
        return stream.ToArray();
    }

    private static StateStore Restored(byte[] bytes)
    {
        var store = new StateStore(TimeProvider.System);
        store.Restore(new MemoryStream(bytes));
        return store;
    }

    [Fact]
    public void The_restored_state_is_the_same_and_goes_on_the_same_way()
    {
        var (direct, restored) = (Filled(), Restored(Saved(Original)));
        Assert.Equal(Saved(direct), Saved(restored));
        Assert.Equal(Allocations / 2, restored.Snapshot().AllocationsOfJob("default", "job-1").Count());
        Assert.Equal(Allocations, restored.Snapshot().AllocationsOfNode(ServerHarness.Id(1)).Count());

        foreach (var store in (StateStore[])[direct, restored])
        {
            store.Apply(30, new UpdateAllocationsFromClient(
                [.. store.Snapshot().AllocationsOfJob("default", "job-0").OrderBy(alloc => alloc.ID, StringComparer.Ordinal).Select(alloc => alloc with { ClientStatus = AllocClientStatus.Complete })],
                [], Now + 1));
            store.Apply(31, new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "job-0" }], false, false, [], Now + 2));
            Assert.Equal(JobStatus.Dead, store.Snapshot().Job("default", "job-0")!.Status);
        }
        Assert.Equal(Saved(direct), Saved(restored));
    }

    [Fact]
    public void What_is_used_of_the_nodes_is_known_again()
    {
        var job = ServerHarness.Job("more");
        var (before, after) = (Original.CaptureNodes(), Restored(Saved(Original)).CaptureNodes());
        foreach (var number in (int[])[0, 1, Allocations / 2, Allocations - 1])
        {
            Assert.NotEqual(true, before.Holds(ServerHarness.Id(1), [Alloc(job, number)], out _));
            Assert.NotEqual(true, after.Holds(ServerHarness.Id(1), [Alloc(job, number)], out _));
        }
        Assert.True(before.Holds(ServerHarness.Id(1), [Alloc(job, Allocations)], out _));
        Assert.True(after.Holds(ServerHarness.Id(1), [Alloc(job, Allocations)], out _));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void One_that_ends_early_is_refused_and_changes_nothing(double part)
    {
        var bytes = Saved(Original);
        var store = Filled();
        Assert.Throws<InvalidDataException>(() => store.Restore(new MemoryStream(bytes, 0, (int)(bytes.Length * part))));
        Assert.Equal(bytes, Saved(store));
    }

    [Fact]
    public void Allocations_are_saved_in_the_order_they_came()
    {
        var restored = Restored(Saved(Original)).Snapshot().Allocations().ToList();
        Assert.Equal(restored.OrderBy(alloc => alloc.CreateIndex).ThenBy(alloc => alloc.ID, StringComparer.Ordinal).Select(alloc => alloc.ID), restored.Select(alloc => alloc.ID));
    }
}
