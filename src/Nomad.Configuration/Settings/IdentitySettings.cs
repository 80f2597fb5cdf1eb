namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>consul.service_identity</c>.</summary>
public sealed record IdentitySettings
{
    /// <summary><c>consul.service_identity.aud</c>.</summary>
    public IReadOnlyList<string> Aud { get; init; } = [];

    /// <summary><c>consul.service_identity.env</c>.</summary>
    public bool? Env { get; init; }

    /// <summary><c>consul.service_identity.file</c>.</summary>
    public bool? File { get; init; }

    /// <summary><c>consul.service_identity.filepath</c>.</summary>
    public string Filepath { get; init; } = "";

    /// <summary><c>consul.service_identity.ttl</c>.</summary>
    public TimeSpan? TTL { get; init; }

    /// <summary><c>consul.service_identity.extra_claims</c>.</summary>
    public IReadOnlyDictionary<string, string> ExtraClaims { get; init; } = new Dictionary<string, string>();

    internal static IdentitySettings From(SettingsNode node) => new()
    {
        Aud = node.List("aud", []),
        Env = node.Flag("env"),
        File = node.Flag("file"),
        Filepath = node.Text("filepath", ""),
        TTL = node.OptionalSpan("ttl"),
        ExtraClaims = node.Map("extra_claims"),
    };
}
