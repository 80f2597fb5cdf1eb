using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;

namespace Nomad.Cli.Jobs;

/// <summary>Restarts or replaces allocations, a batch at a time, with what a person or a flag wants between batches and after errors.</summary>
/// <param name="space">The namespace of the job.</param>
/// <param name="pause">Between batches; null: ask.</param>
internal sealed class RestartBatches(CommandCall call, string space, TimeSpan? pause)
{
    public const string Ask = "ask";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly bool replaces = call.Flags.Boolean("reschedule");

    private string Verb => replaces ? "Rescheduling" : "Restarting";

    /// <summary>How many allocations failed of those that were gone on after. Throws when the first failure is to end it, or a person ends it.</summary>
    public async Task<int> RunAsync(AllocListStub[] allocations, int size)
    {
        call.Line($"{Now}: {Verb} {Count(allocations.Length)}");
        var (batches, failures) = (allocations.Chunk(size).ToArray(), 0);
        for (var i = 0; i < batches.Length; i++)
        {
            if (i > 0)
                await PauseAsync(batches.Length - i);
            call.Line($"{Now}: {Verb} {Ordinal(i + 1)} batch of {Count(batches[i].Length)}");
            var problems = (await Task.WhenAll(batches[i].Select(ProblemAsync))).OfType<string>().ToArray();
            foreach (var problem in problems)
                call.Error(problem);
            failures += problems.Length;
            if (problems.Length > 0 && (call.Flags.Text("on-error", Ask) != Ask || i < batches.Length - 1 && !Goes("Do you want to continue with the next batch?")))
                throw new CommandFailure("");
        }
        call.Line($"{Now}: Finished job restart");
        return failures;
    }

    private async Task PauseAsync(int left)
    {
        if (pause is { } length)
            await Task.Delay(length, call.Time, call.Stop);
        else if (!Goes($"{left} batch{(left == 1 ? "" : "es")} left. Do you want to continue?"))
            throw new CommandFailure("");
    }

    // Where nobody answers, nothing more is restarted.
    private bool Goes(string question) => Confirmation.Asked(call, question + " [y/N]", "Job restart ended before all allocations were restarted", out _);

    private async Task<string?> ProblemAsync(AllocListStub allocation)
    {
        try
        {
            await (replaces ? ReplaceAsync(allocation) : RestartAsync(allocation));
            return null;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            return $"Error {Verb.ToLowerInvariant()} allocation \"{call.Ids.Of(allocation.ID)}\": {problem.Message}";
        }
        catch (CommandFailure problem)
        {
            return $"Error {Verb.ToLowerInvariant()} allocation \"{call.Ids.Of(allocation.ID)}\": {problem.Message}";
        }
    }

    private async Task RestartAsync(AllocListStub allocation)
    {
        var tasks = call.Flags.List("task");
        if (tasks.Count > 0)
            tasks = [.. tasks.Where(allocation.TaskStates.OrEmpty().ContainsKey)];
        foreach (var task in call.Flags.Has("task") ? tasks : [""])
        {
            Detail($"Restarting {(task.Length > 0 ? $"task \"{task}\" in " : "")}allocation \"{call.Ids.Of(allocation.ID)}\" for group \"{allocation.TaskGroup}\"");
            await call.Api.Allocations.RestartAsync(allocation.ID, task, call.Flags.Boolean("all-tasks"), call.Stop);
        }
    }

    private async Task ReplaceAsync(AllocListStub old)
    {
        Detail($"Rescheduling allocation \"{call.Ids.Of(old.ID)}\" for group \"{old.TaskGroup}\"");
        var query = Query.None.With("reschedule", true).With("no_shutdown_delay", call.Flags.Boolean("no-shutdown-delay"));
        var evaluation = (await call.Api.Allocations.StopAsync(old.ID, query, call.Stop)).Value.EvalID;
        while (true)
        {
            // The evaluation first: what it placed is then in the list.
            var verdict = (await call.Api.Evaluations.GetAsync(evaluation, stop: call.Stop)).Value;
            var all = (await call.Api.Jobs.AllocationsAsync(old.JobID, false, new Query { Namespace = space }, call.Stop)).Value;
            if (all.Where(own => Replaces(own, old)).MaxBy(own => own.CreateIndex) is { } replacement)
            {
                if (replacement.ClientStatus is "failed" or "lost")
                    throw new CommandFailure($"its replacement \"{call.Ids.Of(replacement.ID)}\" is {replacement.ClientStatus}");
                if (replacement.ClientStatus is "running" or "complete")
                {
                    Detail($"Allocation \"{call.Ids.Of(old.ID)}\" replaced by \"{call.Ids.Of(replacement.ID)}\", which is {replacement.ClientStatus}");
                    return;
                }
            }
            else if (verdict.Status is EvalStatus.Complete or EvalStatus.Failed or EvalStatus.Canceled)
            {
                throw new CommandFailure((verdict.FailedTGAllocs.OrEmpty().ContainsKey(old.TaskGroup) ? "no node has room for its replacement" : "the scheduler did not replace it") +
                    $"; \"nomad eval status {call.Ids.Of(evaluation)}\" tells why");
            }
            await Task.Delay(Poll, call.Time, call.Stop);
        }
    }

    // Names are unique among a job's live allocations, but for system jobs, which have one of each name on every node.
    private static bool Replaces(AllocListStub own, AllocListStub old) =>
        own.CreateIndex > old.CreateIndex && own.Name == old.Name && (own.JobType is not ("system" or "sysbatch") || own.NodeID == old.NodeID);

    internal static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => number + "th",
        (_, 1) => number + "st",
        (_, 2) => number + "nd",
        (_, 3) => number + "rd",
        _ => number + "th",
    };

    private static string Count(int number) => $"{number} allocation{(number == 1 ? "" : "s")}";

    private string Now => call.Paint.Bold("==> ") + TimeText.OfTask(call.Time.GetLocalNow());

    private void Detail(string text) => call.Line($"    {TimeText.OfTask(call.Time.GetLocalNow())}: {text}");
}
