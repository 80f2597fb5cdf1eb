namespace Nomad.Model.Jobs;

public sealed record AllocatedPortMapping
{
    public string Label { get; init => field = value ?? ""; } = "";

    public int Value { get; init; }

    public int To { get; init; }

    public string HostIP { get; init => field = value ?? ""; } = "";

    public bool IgnoreCollision { get; init; }
}
