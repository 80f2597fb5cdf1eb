namespace Nomad.Model.Jobs;

public sealed record NamespacedID
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";
}
