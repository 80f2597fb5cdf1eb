using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Reading;

/// <summary>The settings that <c>-dev</c> and its variants start from.</summary>
internal static class DevPreset
{
    public static SettingsNode Create(AgentFlags flags, Func<string> defaultInterface)
    {
        var root = new SettingsNode("");
        root["bind_addr"] = flags.DevConnect ? "0.0.0.0" : "127.0.0.1";
        root["log_level"] = "DEBUG";
        root["enable_debug"] = true;
        root["disable_anonymous_signature"] = true;

        var server = root.Ensure("server");
        server["enabled"] = true;
        server["bootstrap_expect"] = 1L;

        var client = root.Ensure("client");
        client["enabled"] = true;
        client["network_interface"] = flags.DevConnect ? defaultInterface() : OperatingSystem.IsMacOS() ? "lo0" : OperatingSystem.IsWindows() ? "Loopback Pseudo-Interface 1" : "lo";
        client["options"] = (IReadOnlyDictionary<string, string>)new Dictionary<string, string>
        {
            ["driver.raw_exec.enable"] = "true",
            ["driver.docker.volumes"] = "true",
        };
        client["gc_interval"] = TimeSpan.FromMinutes(10);
        client["gc_disk_usage_threshold"] = 99.0;
        client["gc_inode_usage_threshold"] = 99.0;
        client["gc_max_allocs"] = 50L;
        client["bind_wildcard_default_host_network"] = true;
        client["nomad_service_discovery"] = true;

        var telemetry = root.Ensure("telemetry");
        foreach (var key in (string[])["prometheus_metrics", "publish_allocation_metrics", "publish_node_metrics", "include_alloc_metadata_in_metrics"])
        {
            telemetry[key] = true;
        }

        root.Ensure("consul")["auto_advertise"] = true;
        AddVariants(flags, root);
        return root;
    }

    private static void AddVariants(AgentFlags flags, SettingsNode root)
    {
        if (flags.DevConsul)
        {
            foreach (var type in (string[])["service_identity", "task_identity"])
            {
                SetIdentity(root.Ensure("consul").Ensure(type), "consul.io");
            }
        }

        if (flags.DevVault)
        {
            var vault = root.Ensure("vault");
            vault["enabled"] = true;
            vault["address"] = "http://localhost:8200";
            SetIdentity(vault.Ensure("default_identity"), "vault.io");
        }
    }

    private static void SetIdentity(SettingsNode identity, string audience)
    {
        identity["aud"] = (IReadOnlyList<string>)[audience];
        identity["ttl"] = TimeSpan.FromHours(1);
    }
}
