namespace Nomad.Model.Namespaces;

public sealed record NamespaceCapabilities
{
    public IReadOnlyList<string>? EnabledTaskDrivers { get; init; }

    public IReadOnlyList<string>? DisabledTaskDrivers { get; init; }

    public IReadOnlyList<string>? EnabledNetworkModes { get; init; }

    public IReadOnlyList<string>? DisabledNetworkModes { get; init; }
}
