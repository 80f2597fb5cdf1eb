namespace Nomad.Model.Jobs;

/// <remarks>
/// Service: Delay 30s, DelayFunction exponential, MaxDelay 1h, Unlimited true, Attempts 0, Interval 0. Batch: Attempts 1, Interval
/// 24h, Delay 5s, constant, MaxDelay 0, Unlimited false. Functions: constant|exponential|fibonacci. Fields missing in input are
/// filled from these.
/// </remarks>
public sealed record ReschedulePolicy
{
    public int Attempts { get; init; }

    public Duration Interval { get; init; }

    public Duration Delay { get; init; }

    public string DelayFunction { get; init => field = value ?? ""; } = "";

    public Duration MaxDelay { get; init; }

    public bool Unlimited { get; init; }
}
