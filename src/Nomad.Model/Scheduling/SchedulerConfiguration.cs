using System.Text.Json.Serialization;

namespace Nomad.Model.Scheduling;

/// <summary>How schedulers behave in the whole cluster.</summary>
/// <remarks>
/// Defaults: binpack; preemption system true, sysbatch/batch/service false; MemoryOversubscription false; RejectJobRegistration
/// false; PauseEvalBroker false; NodeLimitForFeasibilityChecks 0 (= off).
/// </remarks>
public sealed record SchedulerConfiguration
{
    public string SchedulerAlgorithm { get; init => field = value ?? ""; } = "";

    public PreemptionConfig PreemptionConfig { get; init => field = value ?? new(); } = new();

    public bool MemoryOversubscriptionEnabled { get; init; }

    public bool RejectJobRegistration { get; init; }

    public bool PauseEvalBroker { get; init; }

    public ulong NodeLimitForFeasibilityChecks { get; init; }

    /// <summary>Our own: most allocations that the leader moves to better nodes each minute; 0 = it moves none, and the field is absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int RebalanceMaxMoves { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
