namespace Nomad.Model.Nodes;

public sealed record NodeDevice
{
    public string ID { get; init => field = value ?? ""; } = "";

    public bool Healthy { get; init; }

    public string HealthDescription { get; init => field = value ?? ""; } = "";

    public NodeDeviceLocality? Locality { get; init; }
}
