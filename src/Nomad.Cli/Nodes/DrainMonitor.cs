using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;

namespace Nomad.Cli.Nodes;

/// <summary>Tells what happens on a node while it is drained, until its work has stopped.</summary>
internal sealed class DrainMonitor(CommandCall call, string id)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Allocation> seen = new(StringComparer.Ordinal);
    private bool complete;

    public async Task<int> RunAsync(string first)
    {
        var node = await NodeAsync();
        if (node.DrainStrategy is null && first.Contains("Monitoring node", StringComparison.Ordinal))
        {
            call.Warn("No drain strategy set");
            return 0;
        }
        call.Line(first);
        var row = new LiveRow(call);
        while (true)
        {
            node = await NodeAsync();
            if (node.Status == "down")
            {
                call.Line($"{Now}: Node \"{id}\" down");
                return 0;
            }
            var allocations = (await NodeStatusCommand.Asking(call, "Error querying node allocations", () => call.Api.Nodes.AllocationsAsync(id, stop: call.Stop))).Value;
            foreach (var allocation in allocations)
                Show(allocation);
            if (node.DrainStrategy is null && !complete)
            {
                complete = true;
                call.Line($"{Now}: Drain complete for node {id}");
            }
            if (complete && allocations.All(a => IsOver(a) || IsLeft(a)))
            {
                call.Line($"{Now}: All allocations on node \"{id}\" have stopped");
                return 0;
            }
            var left = allocations.Count(a => !IsOver(a) && !IsLeft(a));
            await row.DuringAsync(left == 1 ? "waiting for 1 allocation to stop" : $"waiting for {left} allocations to stop", Task.Delay(Poll, call.Time, call.Stop));
        }
    }

    private static bool IsOver(Allocation allocation) => allocation.ClientStatus is "complete" or "failed" or "lost";

    // System jobs that were told to stay are no reason to wait.
    private static bool IsLeft(Allocation allocation) => allocation.DesiredStatus == "run" && allocation.Job?.Type is "system" or "sysbatch";

    private void Show(Allocation now)
    {
        var before = seen.GetValueOrDefault(now.ID);
        seen[now.ID] = now;
        if (before is null && now.ClientStatus is "complete" or "failed" or "lost")
            return;
        // Between two looks it may have been marked and told to stop; both are told.
        var marked = now.DesiredTransition.Migrate == true;
        var wasToRun = before?.DesiredStatus == "run" || (before is null && marked);
        if (marked && wasToRun && before?.DesiredTransition.Migrate != true)
            call.Line($"{Now}: Alloc \"{now.ID}\" marked for migration");
        if (now.DesiredStatus == "stop" && wasToRun)
            call.Line($"{Now}: Alloc \"{now.ID}\" draining");
        if (before is not null && before.ClientStatus != now.ClientStatus)
            call.Line($"{Now}: Alloc \"{now.ID}\" status {before.ClientStatus} -> {now.ClientStatus}");
    }

    private async Task<Node> NodeAsync() =>
        (await NodeStatusCommand.Asking(call, "Error querying node info", () => call.Api.Nodes.GetAsync(id, stop: call.Stop))).Value;

    private string Now => TimeText.OfTask(call.Time.GetLocalNow());
}
