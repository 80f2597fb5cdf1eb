namespace Nomad.Model.Nodes;

public sealed record NodeDeviceLocality
{
    public string PciBusID { get; init => field = value ?? ""; } = "";
}
