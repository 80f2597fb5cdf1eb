namespace Nomad.Model.Nodes;

public sealed record DriverInfo
{
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public bool Detected { get; init; }

    public bool Healthy { get; init; }

    public string HealthDescription { get; init => field = value ?? ""; } = "";

    public DateTimeOffset UpdateTime { get; init; }
}
