namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.default_scheduler_config.preemption_config</c>.</summary>
public sealed record PreemptionSettings
{
    /// <summary><c>server.default_scheduler_config.preemption_config.system_scheduler_enabled</c>, default true.</summary>
    public bool SystemSchedulerEnabled { get; init; } = true;

    /// <summary><c>server.default_scheduler_config.preemption_config.sysbatch_scheduler_enabled</c>, default false.</summary>
    public bool SysbatchSchedulerEnabled { get; init; }

    /// <summary><c>server.default_scheduler_config.preemption_config.batch_scheduler_enabled</c>, default false.</summary>
    public bool BatchSchedulerEnabled { get; init; }

    /// <summary><c>server.default_scheduler_config.preemption_config.service_scheduler_enabled</c>, default false.</summary>
    public bool ServiceSchedulerEnabled { get; init; }

    internal static PreemptionSettings From(SettingsNode node) => new()
    {
        SystemSchedulerEnabled = node.Flag("system_scheduler_enabled", true),
        SysbatchSchedulerEnabled = node.Flag("sysbatch_scheduler_enabled", false),
        BatchSchedulerEnabled = node.Flag("batch_scheduler_enabled", false),
        ServiceSchedulerEnabled = node.Flag("service_scheduler_enabled", false),
    };
}
