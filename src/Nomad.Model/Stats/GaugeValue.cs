namespace Nomad.Model.Stats;

public sealed record GaugeValue
{
    public string Name { get; init => field = value ?? ""; } = "";

    public float Value { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
