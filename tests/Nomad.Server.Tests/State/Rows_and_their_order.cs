using System.Runtime.CompilerServices;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.State;
using Nomad.Server.State.Rows;

namespace Nomad.Server.Tests.State;

public sealed class Rows_and_their_order
{
    /// <summary>A leader applies what it made, the others what they read: what comes of it is to be walked alike.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    public void Groups_of_a_summary_and_a_deployment_are_sorted_however_they_were_given(int count)
    {
        var store = new StateStore(TimeProvider.System);
        string[] names = [.. Enumerable.Range(0, count).Select(number => $"g{(char)('z' - number)}")];
        var job = ServerHarness.Job("a") with { TaskGroups = [.. names.Select(name => new TaskGroup { Name = name, Count = 1 })] };
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1,
            Deployment = new Deployment
            {
                ID = "d", Namespace = "default", JobID = "a", Status = DeploymentStatus.Running,
                TaskGroups = names.ToDictionary(name => name, _ => new DeploymentState { DesiredTotal = 1 }),
            },
            Placements = [new PlannedPlacement(ServerHarness.Allocation("x", job, "n") with { Job = null, TaskGroup = names[0], DeploymentID = "d" }, 0)],
        });

        var state = store.Snapshot();
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        Assert.Equal(sorted, state.Summary("default", "a")!.Summary!.Keys);
        Assert.Equal(sorted, state.Deployment("d")!.TaskGroups!.Keys);
        Assert.Equal(1, state.Deployment("d")!.TaskGroups![names[0]].PlacedAllocs);
        Assert.Equal(1, state.Summary("default", "a")!.Summary![names[0]].Starting);
    }

    [Fact]
    public void A_list_holds_no_row_that_is_gone_once_it_was_squeezed()
    {
        var list = new RowList<string>();
        var first = Fill(list, rows: 64, gone: 40);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(first.TryGetTarget(out _));
        Assert.Equal(24, list.Count);
        Assert.Equal(Enumerable.Range(40, 24).Select(number => $"row {number}"), list.At(1));
    }

    [Fact]
    public async Task Who_walks_a_list_sees_what_was_there_when_he_began_while_others_come()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var list = new RowList<string>();
            list.Add(NewRow("one"));
            var walking = Task.Run(() => list.At(1).First());
            list.Add(NewRow("two"));
            list.Add(NewRow("three"));
            Assert.Equal("one", await walking);
            Assert.Equal(["one", "two", "three"], list.At(1));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Row<string>> Fill(RowList<string> list, int rows, int gone)
    {
        var all = Enumerable.Range(0, rows).Select(number => NewRow($"row {number}")).ToList();
        all.ForEach(list.Add);
        for (var i = 0; i < gone; i++)
        {
            all[i].Put(1, null);
            all[i].End();
            list.NoteGone(row => !row.IsOver);
        }
        return new WeakReference<Row<string>>(all[0]);
    }

    private static Row<string> NewRow(string value)
    {
        var row = new Row<string>();
        row.Put(1, value);
        return row;
    }
}
