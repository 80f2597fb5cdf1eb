namespace Nomad.Model.Jobs;

public sealed record SpreadTarget
{
    public string Value { get; init => field = value ?? ""; } = "";

    public int Percent { get; init; }
}
