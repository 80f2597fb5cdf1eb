using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Reading;

/// <summary>Settings that environment variables give when neither file nor flag has them.</summary>
internal static class EnvironmentSettings
{
    private static readonly (string Variable, string Key)[] Consul =
    [
        ("CONSUL_HTTP_ADDR", "address"), ("CONSUL_GRPC_ADDR", "grpc_address"), ("CONSUL_HTTP_TOKEN", "token"), ("CONSUL_HTTP_AUTH", "auth"),
        ("CONSUL_CACERT", "ca_file"), ("CONSUL_CLIENT_CERT", "cert_file"), ("CONSUL_CLIENT_KEY", "key_file"), ("CONSUL_NAMESPACE", "namespace"),
        ("CONSUL_GRPC_CACERT", "grpc_ca_file"),
    ];

    public static void Apply(SettingsNode root, Func<string, string?> variables)
    {
        foreach (var block in root.Blocks("consul").DefaultIfEmpty(null).ToList())
        {
            var name = block?.Text("name", "default") ?? "default";
            foreach (var (variable, key) in Consul)
            {
                var value = name == "default" ? variables(variable) : key == "token" ? variables($"{variable}_{name}") : null;
                Fill(block ?? (string.IsNullOrEmpty(value) ? null : root.Ensure("consul")), key, value);
            }

            FillFlag(block, root, "ssl", name == "default" ? variables("CONSUL_HTTP_SSL") : null);
            FillFlag(block, root, "verify_ssl", name == "default" ? variables("CONSUL_HTTP_SSL_VERIFY") : null);
        }

        if (variables("VAULT_NAMESPACE") is { Length: > 0 } space)
        {
            Fill(root.Ensure("vault"), "namespace", space);
        }

        if (variables("NOMAD_LICENSE_PATH") is { Length: > 0 } license)
        {
            Fill(root.Ensure("server"), "license_path", license);
        }
    }

    private static void Fill(SettingsNode? node, string key, string? value)
    {
        if (node is not null && !string.IsNullOrEmpty(value) && node[key] is null or "")
        {
            node[key] = value;
        }
    }

    private static void FillFlag(SettingsNode? node, SettingsNode root, string key, string? value)
    {
        if (value is "true" or "1" or "false" or "0")
        {
            node ??= root.Ensure("consul");
            node[key] ??= value is "true" or "1";
        }
    }
}
