using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Operators;

/// <summary><c>operator scheduler get-config</c>.</summary>
public sealed class SchedulerGetCommand : Command
{
    public override string Name => "operator scheduler get-config";

    public override string Synopsis => "Display the current scheduler configuration";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var answer = (await NodeStatusCommand.Asking(call, "Error querying scheduler configuration", () => call.Api.Operator.SchedulerConfigurationAsync(null, call.Stop))).Value;
        if (JsonText.Printed(call, answer, ModelJson.Default.SchedulerConfigurationResponse))
            return 0;
        var config = answer.SchedulerConfig ?? new();
        var shown = new KeyValues()
            .Add("Scheduler Algorithm", config.SchedulerAlgorithm)
            .Add("Memory Oversubscription", Go(config.MemoryOversubscriptionEnabled))
            .Add("Reject Job Registration", Go(config.RejectJobRegistration))
            .Add("Pause Eval Broker", Go(config.PauseEvalBroker))
            .Add("Preemption System Scheduler", Go(config.PreemptionConfig.SystemSchedulerEnabled))
            .Add("Preemption Service Scheduler", Go(config.PreemptionConfig.ServiceSchedulerEnabled))
            .Add("Preemption Batch Scheduler", Go(config.PreemptionConfig.BatchSchedulerEnabled))
            .Add("Preemption SysBatch Scheduler", Go(config.PreemptionConfig.SysBatchSchedulerEnabled))
            .Add("Node Limit For Feasibility Checks", config.NodeLimitForFeasibilityChecks.ToString())
            .Add("Modify Index", config.ModifyIndex.ToString());
        // Absent unless somebody set it: scripts know the lines of the original.
        if (config.RebalanceMaxMoves > 0)
            shown.Add("Rebalance Max Moves", config.RebalanceMaxMoves.ToString());
        call.Line(shown.ToString());
        return 0;
    }

    private static string Go(bool value) => value ? "true" : "false";
}
