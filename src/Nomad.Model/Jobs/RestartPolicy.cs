namespace Nomad.Model.Jobs;

/// <remarks>
/// Service/system: Attempts 2, Interval 30m, Delay 15s, Mode fail, RenderTemplates false. Batch/sysbatch: Attempts 3, Interval 24h,
/// Delay 15s, fail. Mode: fail|delay.
/// </remarks>
public sealed record RestartPolicy
{
    public int Attempts { get; init; }

    public Duration Interval { get; init; }

    public Duration Delay { get; init; }

    public string Mode { get; init => field = value ?? ""; } = "";

    public bool RenderTemplates { get; init; }
}
