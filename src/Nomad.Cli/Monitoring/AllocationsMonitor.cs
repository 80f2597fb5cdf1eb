using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model.Allocations;

namespace Nomad.Cli.Monitoring;

/// <summary>
/// Follows the allocations of a job until all have ended. On a terminal the table is redrawn in place; in a pipe it is printed
/// again whenever something changed.
/// </summary>
/// <param name="call">The command that follows.</param>
/// <param name="longest">After this long the command gives up; the job goes on.</param>
public sealed class AllocationsMonitor(CommandCall call, TimeSpan longest)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly long started = call.Time.GetTimestamp();
    private readonly LiveBlock block = new(call);
    private string shown = "";

    /// <summary>The exit code: 0 all ended well, 2 one failed, 1 it took too long or nobody answers.</summary>
    public async Task<int> RunAsync(string job, string space)
    {
        var (row, index) = (new LiveRow(call), 0UL);
        while (call.Time.GetElapsedTime(started) < longest)
        {
            Answer<IReadOnlyList<AllocListStub>> answer;
            try
            {
                answer = await row.DuringAsync("waiting for the allocations to end",
                    call.Api.Jobs.AllocationsAsync(job, false, new Query { Namespace = space, Index = index, Wait = Poll }, call.Stop));
            }
            catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
            {
                call.Error($"Error querying job allocations: {problem.Message}");
                return 1;
            }
            index = answer.Index;
            Show(answer.Value);
            if (answer.Value.Count > 0 && answer.Value.All(HasEnded))
                return answer.Value.Any(allocation => allocation.ClientStatus is "failed" or "lost") ? 2 : 0;
        }
        call.Error($"The allocations of job \"{job}\" have not ended within {longest.TotalMinutes} minutes");
        return 1;
    }

    private static bool HasEnded(AllocListStub allocation) => allocation.ClientStatus is "complete" or "failed" or "lost";

    // The ages in the table change all the time: only what the allocations do is news.
    private void Show(IReadOnlyList<AllocListStub> allocations)
    {
        var states = string.Join('\n', allocations.Select(allocation => $"{allocation.ID} {allocation.DesiredStatus} {allocation.ClientStatus}"));
        if (states == shown)
            return;
        shown = states;
        block.Draw($"{TimeText.OfTask(call.Time.GetLocalNow())}\n{call.Paint.Bold("Allocations")}\n{AllocationTable.Of(allocations, call)}");
    }
}
