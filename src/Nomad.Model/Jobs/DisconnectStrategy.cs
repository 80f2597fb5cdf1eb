namespace Nomad.Model.Jobs;

/// <remarks>
/// LostAfter 0; Replace true; Reconcile best_score (keep_original|keep_replacement|longest_running); StopOnClientAfter null.
/// </remarks>
public sealed record DisconnectStrategy
{
    public Duration LostAfter { get; init; }

    public Duration? StopOnClientAfter { get; init; }

    public bool? Replace { get; init; }

    public string Reconcile { get; init => field = value ?? ""; } = "";
}
