namespace Nomad.Model.Stats;

public sealed record SampledValue
{
    public string Name { get; init; } = "";

    public double Mean { get; init; }

    public double Stddev { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
