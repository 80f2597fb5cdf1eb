namespace Nomad.Model.Jobs;

/// <remarks>
/// Weight default 50, range [-100,100], non-zero. Same operands minus distinct_*.
/// </remarks>
public sealed record Affinity
{
    public string LTarget { get; init => field = value ?? ""; } = "";

    public string RTarget { get; init => field = value ?? ""; } = "";

    public string Operand { get; init => field = value ?? ""; } = "";

    public int Weight { get; init; }
}
