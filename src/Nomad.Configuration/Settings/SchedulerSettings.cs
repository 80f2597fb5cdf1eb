namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.default_scheduler_config</c>.</summary>
public sealed record SchedulerSettings
{
    /// <summary><c>server.default_scheduler_config.scheduler_algorithm</c>, default binpack.</summary>
    public string SchedulerAlgorithm { get; init; } = "binpack";

    /// <summary><c>server.default_scheduler_config.memory_oversubscription_enabled</c>, default false.</summary>
    public bool MemoryOversubscriptionEnabled { get; init; }

    /// <summary><c>server.default_scheduler_config.reject_job_registration</c>, default false.</summary>
    public bool RejectJobRegistration { get; init; }

    /// <summary><c>server.default_scheduler_config.pause_eval_broker</c>, default false.</summary>
    public bool PauseEvalBroker { get; init; }

    /// <summary><c>server.default_scheduler_config.node_limit_for_feasibility_checks</c>, default 100.</summary>
    public int NodeLimitForFeasibilityChecks { get; init; } = 100;

    /// <summary>The <c>server.default_scheduler_config.preemption_config</c> block.</summary>
    public PreemptionSettings PreemptionConfig { get; init; } = new();

    internal static SchedulerSettings From(SettingsNode node) => new()
    {
        SchedulerAlgorithm = node.Text("scheduler_algorithm", "binpack"),
        MemoryOversubscriptionEnabled = node.Flag("memory_oversubscription_enabled", false),
        RejectJobRegistration = node.Flag("reject_job_registration", false),
        PauseEvalBroker = node.Flag("pause_eval_broker", false),
        NodeLimitForFeasibilityChecks = node.Number("node_limit_for_feasibility_checks", 100),
        PreemptionConfig = PreemptionSettings.From(node.Block("preemption_config")),
    };
}
