using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Jobs;

/// <summary><c>job stop</c>: stops one or more jobs and follows them to their end.</summary>
public sealed class JobStopCommand : Command
{
    public override string Name => "job stop";

    public override string Synopsis => "Stop a running job and cancel its allocations";

    public override string Usage => "[options] <job> [<job>...]";

    public override string Description => "Stop an existing job. This command is used to signal allocations to shut down for the given job ID. Upon successful " +
        "deregistration, an interactive monitor session will start to display log lines as the job unwinds its allocations and completes shutting down. It is safe to " +
        "exit the monitor early using ctrl+c.";

    public override (int, int) Arguments => (1, int.MaxValue);

    public override string ArgumentsRule => "This command takes at least one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("detach", "Print the evaluation's id and return."),
        Flag.Number("eval-priority", "priority", "Priority of the evaluation, 1 to 100. Default: the job's own"),
        Flag.Boolean("purge", "Forget the job too."),
        Flag.Boolean("global", "Stop a multiregion job in all its regions."),
        Flag.Boolean("no-shutdown-delay", "Ignore the shutdown delays of groups and tasks."),
        Flag.Boolean("yes", "Do not ask when a prefix was given."),
        Flag.Boolean("verbose", "Full ids."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var codes = await Task.WhenAll(call.Arguments.Select(typed => StopAsync(call, typed, alone: call.Arguments.Count == 1)));
        return codes.FirstOrDefault(code => code != 0);
    }

    private static async Task<int> StopAsync(CommandCall call, string typed, bool alone)
    {
        try
        {
            var found = await JobStatusCommand.FindStubAsync(call, typed, "Error deregistering job");
            var (id, space) = (found.ID, found.Namespace ?? "");
            if (alone && id != typed && !call.Flags.Boolean("yes") &&
                !Confirmation.Asked(call, $"Are you sure you want to stop job \"{id}\"? [y/N]", "Cancelling job stop", out var code))
                return code;
            if (alone && found.Multiregion is not null && !call.Flags.Boolean("global") && !call.Flags.Boolean("yes") &&
                !Confirmation.Asked(call, $"Are you sure you want to stop multi-region job \"{id}\" in a single region? [y/N]", "Cancelling job stop", out var answered))
                return answered;
            var query = new Query { Namespace = space }
                .With("purge", call.Flags.Boolean("purge")).With("global", call.Flags.Boolean("global"))
                .With("no_shutdown_delay", call.Flags.Boolean("no-shutdown-delay"))
                .With("eval_priority", call.Flags.Has("eval-priority") ? call.Flags.Text("eval-priority") : "");
            var answer = (await NodeStatusCommand.Asking(call, "Error deregistering job", () => call.Api.Jobs.DeregisterAsync(id, query, call.Stop))).Value;
            if (answer.EvalID.Length == 0)
                return 0;
            if (call.Flags.Boolean("detach"))
            {
                call.Line(answer.EvalID);
                return 0;
            }
            return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
        }
        catch (CommandFailure failure) when (!alone)
        {
            // The other jobs go on.
            call.Error(failure.Message);
            return failure.ExitCode;
        }
    }
}
