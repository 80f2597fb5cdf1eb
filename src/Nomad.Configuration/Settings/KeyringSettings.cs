namespace Nomad.Configuration.Settings;

/// <summary>A block <c>keyring "provider"</c>.</summary>
public sealed record KeyringSettings
{
    /// <summary>The label: <c>aead</c>, <c>awskms</c>, <c>azurekeyvault</c>, <c>gcpckms</c>, <c>transit</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Tells blocks of one provider apart.</summary>
    public string Name { get; init; } = "";

    /// <summary>New keys are encrypted with this one; at most one block is active.</summary>
    public bool Active { get; init; }

    /// <summary>The other keys of the block; many of them are credentials.</summary>
    public IReadOnlyDictionary<string, Secret> Config { get; init; } = new Dictionary<string, Secret>();

    internal static KeyringSettings From(SettingsNode node) => new()
    {
        Provider = node.Label,
        Name = node.Text("name", ""),
        Active = node.Flag("active", false),
        Config = node.Keys.Where(key => key is not ("name" or "active")).ToDictionary(key => key, node.Secret),
    };
}
