namespace Nomad.Model.Jobs;

public sealed record SpreadTarget
{
    public string Value { get; init; } = "";

    public int Percent { get; init; }
}
