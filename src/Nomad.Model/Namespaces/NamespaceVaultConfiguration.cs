namespace Nomad.Model.Namespaces;

public sealed record NamespaceVaultConfiguration
{
    public string Default { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Allowed { get; init; }

    public IReadOnlyList<string>? Denied { get; init; }
}
