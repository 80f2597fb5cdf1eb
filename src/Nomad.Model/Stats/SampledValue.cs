namespace Nomad.Model.Stats;

public sealed record SampledValue
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int Count { get; init; }

    public double Rate { get; init; }

    public double Sum { get; init; }

    public double Min { get; init; }

    public double Max { get; init; }

    public double Mean { get; init; }

    public double Stddev { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
