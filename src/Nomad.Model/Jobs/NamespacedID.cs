namespace Nomad.Model.Jobs;

public sealed record NamespacedID
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";
}
