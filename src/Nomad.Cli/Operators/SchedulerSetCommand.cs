using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model.Json;
using Nomad.Model.Scheduling;

namespace Nomad.Cli.Operators;

/// <summary><c>operator scheduler set-config</c>: changes what the flags name and leaves the rest.</summary>
public sealed class SchedulerSetCommand : Command
{
    public override string Name => "operator scheduler set-config";

    public override string Synopsis => "Modify the current scheduler configuration";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("check-index", "index", "Change only when the configuration's modify index is this one."),
        Flag.Text("scheduler-algorithm", "name", "binpack or spread."),
        Flag.Boolean("memory-oversubscription", "Let tasks use more memory than they reserve, up to memory_max."),
        Flag.Boolean("reject-job-registration", "Refuse new jobs of all but management tokens."),
        Flag.Boolean("pause-eval-broker", "Process no evaluations."),
        Flag.Boolean("preempt-batch-scheduler", "Batch jobs may displace others."),
        Flag.Boolean("preempt-service-scheduler", "Service jobs may displace others."),
        Flag.Boolean("preempt-sysbatch-scheduler", "Sysbatch jobs may displace others."),
        Flag.Boolean("preempt-system-scheduler", "System jobs may displace others."),
        Flag.Number("node-limit-for-feasibility-checks", "n", "Look at no more nodes than this; 0 for all."),
        Flag.Number("rebalance-max-moves", "n", "Move so many allocations to better nodes each minute; 0 for none."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var algorithm = call.Flags.Text("scheduler-algorithm", "binpack");
        if (algorithm is not ("binpack" or "spread"))
            throw CommandFailure.Usage($"The scheduler algorithm \"{algorithm}\" is unknown: choose binpack or spread");
        if (call.Flags.Number("node-limit-for-feasibility-checks") < 0)
            throw CommandFailure.Usage("-node-limit-for-feasibility-checks must be 0 or more");
        var current = (await NodeStatusCommand.Asking(call, "Error querying for current scheduler configuration",
            () => call.Api.Operator.SchedulerConfigurationAsync(null, call.Stop))).Value.SchedulerConfig ?? new();
        var wanted = call.Flags.Has("check-index") ? (ulong)call.Flags.Number("check-index") : current.ModifyIndex;
        if (wanted != current.ModifyIndex)
            throw new CommandFailure($"Error setting scheduler configuration: check-index {wanted} does not match the current modify index {current.ModifyIndex}");
        var answer = (await NodeStatusCommand.Asking(call, "Error setting scheduler configuration", () => call.Api.PutAsync(
            "/v1/operator/scheduler/configuration", Changed(current, call.Flags), ModelJson.Default.SchedulerConfiguration,
            ModelJson.Default.SchedulerSetConfigurationResponse, Query.None.With("cas", wanted.ToString()), call.Stop))).Value;
        if (!answer.Updated)
            throw new CommandFailure("Scheduler configuration could not be atomically updated, please try again");
        call.Line("Scheduler configuration updated!");
        return 0;
    }

    private static SchedulerConfiguration Changed(SchedulerConfiguration now, FlagValues flags)
    {
        bool Either(string flag, bool value) => flags.Has(flag) ? flags.Boolean(flag) : value;
        return now with
        {
            SchedulerAlgorithm = flags.Text("scheduler-algorithm", now.SchedulerAlgorithm),
            MemoryOversubscriptionEnabled = Either("memory-oversubscription", now.MemoryOversubscriptionEnabled),
            RejectJobRegistration = Either("reject-job-registration", now.RejectJobRegistration),
            PauseEvalBroker = Either("pause-eval-broker", now.PauseEvalBroker),
            NodeLimitForFeasibilityChecks = flags.Has("node-limit-for-feasibility-checks")
                ? (ulong)flags.Number("node-limit-for-feasibility-checks") : now.NodeLimitForFeasibilityChecks,
            RebalanceMaxMoves = flags.Has("rebalance-max-moves") ? (int)Math.Clamp(flags.Number("rebalance-max-moves"), -1, int.MaxValue) : now.RebalanceMaxMoves,
            PreemptionConfig = now.PreemptionConfig with
            {
                BatchSchedulerEnabled = Either("preempt-batch-scheduler", now.PreemptionConfig.BatchSchedulerEnabled),
                ServiceSchedulerEnabled = Either("preempt-service-scheduler", now.PreemptionConfig.ServiceSchedulerEnabled),
                SysBatchSchedulerEnabled = Either("preempt-sysbatch-scheduler", now.PreemptionConfig.SysBatchSchedulerEnabled),
                SystemSchedulerEnabled = Either("preempt-system-scheduler", now.PreemptionConfig.SystemSchedulerEnabled),
            },
        };
    }
}
