namespace Nomad.Client.Tasks.Environment;

/// <summary>Variables of the agent that tasks without an image inherit: all but those that hold somebody's secret.</summary>
public static class HostEnvironment
{
    private const string DefaultDenied =
        "CONSUL_TOKEN,CONSUL_HTTP_TOKEN,CONSUL_HTTP_TOKEN_FILE,NOMAD_TOKEN,VAULT_TOKEN,CONSUL_LICENSE,NOMAD_LICENSE,VAULT_LICENSE,"
        + "CONSUL_LICENSE_PATH,NOMAD_LICENSE_PATH,VAULT_LICENSE_PATH,AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN,"
        + "AWS_METADATA_URL,GOOGLE_APPLICATION_CREDENTIALS,GOOGLE_OAUTH_ACCESS_TOKEN";

    /// <summary>Leaves out the names that client option `env.denylist` (or `env.blacklist`) lists, or the default list.</summary>
    public static IReadOnlyDictionary<string, string> Filter(IReadOnlyDictionary<string, string> agent, IReadOnlyDictionary<string, string> options)
    {
        var text = options.GetValueOrDefault("env.denylist") ?? options.GetValueOrDefault("env.blacklist") ?? DefaultDenied;
        var denied = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return agent.Where(pair => !denied.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
    }

    public static IReadOnlyDictionary<string, string> OfThisProcess()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            found[(string)entry.Key] = (string?)entry.Value ?? "";
        return found;
    }
}
