using System.Globalization;
using System.Text.RegularExpressions;
using Nomad.Configuration.Reading;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Validation;

/// <summary>Everything that must hold across keys before an agent starts.</summary>
internal sealed partial class ConfigurationChecks(AgentConfiguration configuration, AgentFlags flags, AgentConfigurationEnvironment environment, ProblemList problems)
{
    private static readonly string[] LogLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"];

    public void Run()
    {
        CheckRoles();
        CheckNames();
        CheckPaths();
        CheckTelemetry();
        CheckLimits();
        CheckSecurity();
        CheckIntegrations();
        if (configuration.Server.Enabled)
        {
            new ServerChecks(configuration, environment, problems).Run();
        }

        new ClientChecks(configuration, problems).Run();
    }

    private void CheckRoles()
    {
        if (!configuration.Server.Enabled && !configuration.Client.Enabled)
        {
            problems.Error("Must specify either server, client or dev mode for the agent.");
        }

        if (flags.Given.ContainsKey("bootstrap-expect") && !configuration.Server.Enabled)
        {
            problems.Error("Bootstrap requires server mode to be enabled", "server.bootstrap_expect");
        }

        if (configuration.DevMode)
        {
            return;
        }

        var client = configuration.Client;
        if (configuration.DataDir.Length == 0 && configuration.Server.Enabled)
        {
            problems.Error("Must specify \"data_dir\" config option or \"-data-dir\" CLI flag", "data_dir");
        }
        else if (configuration.DataDir.Length == 0 && client.Enabled
            && (client.StateDir.Length == 0 || client.AllocDir.Length == 0 || client.AllocMountsDir.Length == 0 || configuration.PluginDir.Length == 0))
        {
            problems.Error("Must specify the state, alloc-dir, alloc-mounts-dir and plugin-dir if data-dir is omitted.", "data_dir");
        }
    }

    private void CheckNames()
    {
        if (configuration.Region.Contains('\0', StringComparison.Ordinal))
        {
            problems.Error("Region contains invalid characters", "region");
        }

        if (configuration.Datacenter.AsSpan().ContainsAny('\0', '*'))
        {
            problems.Error("Datacenter contains invalid characters (null or '*')", "datacenter");
        }

        if (!LogLevels.Contains(configuration.LogLevel.ToUpperInvariant()))
        {
            problems.Error($"Invalid log level: {configuration.LogLevel}. Valid log levels are: [{string.Join(' ', LogLevels.Where(level => level != "OFF"))}]", "log_level");
        }

        foreach (var (name, port) in (ReadOnlySpan<(string, int)>)[("http", configuration.Ports.HTTP), ("rpc", configuration.Ports.RPC), ("serf", configuration.Ports.Serf)])
        {
            if (port is < 1 or > 65535)
            {
                problems.Error(string.Create(CultureInfo.InvariantCulture, $"ports.{name} is {port}, but must be between 1 and 65535"), "ports." + name);
            }
        }
    }

    private void CheckPaths()
    {
        var client = configuration.Client;
        (string Key, string Path)[] paths =
        [
            ("data-dir", configuration.DataDir), ("plugin-dir", configuration.PluginDir), ("alloc-dir", client.AllocDir), ("alloc-mounts-dir", client.AllocMountsDir),
            ("host-volumes-dir", client.HostVolumesDir), ("host-volume-plugin-dir", client.HostVolumePluginDir), ("state-dir", client.StateDir),
            ("common-plugin-dir", client.CommonPluginDir), ("server data_dir", configuration.Server.DataDir),
        ];
        foreach (var (key, path) in paths.Where(entry => entry.Path.Length > 0 && !Path.IsPathRooted(entry.Path)))
        {
            problems.Error($"{key} must be given as an absolute path: got {path}", key);
        }
    }

    private void CheckTelemetry()
    {
        var telemetry = configuration.Telemetry;
        if (telemetry.InMemoryCollectionInterval <= TimeSpan.Zero)
        {
            problems.Error("telemetry in-memory collection interval must be greater than zero", "telemetry.in_memory_collection_interval");
        }

        if (telemetry.InMemoryRetentionPeriod <= TimeSpan.Zero)
        {
            problems.Error("telemetry in-memory retention period must be greater than zero", "telemetry.in_memory_retention_period");
        }

        if (telemetry.InMemoryCollectionInterval > telemetry.InMemoryRetentionPeriod)
        {
            problems.Error("telemetry in-memory collection interval cannot be greater than retention period", "telemetry.in_memory_collection_interval");
        }

        foreach (var prefix in telemetry.PrefixFilter.Where(prefix => prefix.Length == 0 || prefix[0] is not ('+' or '-')))
        {
            problems.Error($"Filter rule must begin with either '+' or '-': \"{prefix}\"", "telemetry.prefix_filter");
        }
    }

    private void CheckLimits()
    {
        var limits = configuration.Limits;
        if (limits.RPCHandshakeTimeout < TimeSpan.Zero || limits.HTTPSHandshakeTimeout < TimeSpan.Zero)
        {
            problems.Error("limits: handshake timeouts must be >= 0", "limits");
        }

        if (limits.RPCMaxConnsPerClient is < 0 or (> 0 and <= 25))
        {
            problems.Error($"rpc_max_conns_per_client must be 0 or greater than 25; found: {limits.RPCMaxConnsPerClient}", "limits.rpc_max_conns_per_client");
        }

        if (limits.HTTPMaxConnsPerClient < 0)
        {
            problems.Error($"http_max_conns_per_client must be >= 0; found: {limits.HTTPMaxConnsPerClient}", "limits.http_max_conns_per_client");
        }

        var rpc = configuration.RPC;
        (string Key, bool Positive)[] rules =
        [
            ("accept_backlog", rpc.AcceptBacklog > 0), ("keep_alive_interval", rpc.KeepAliveInterval > TimeSpan.Zero),
            ("connection_write_timeout", rpc.ConnectionWriteTimeout > TimeSpan.Zero), ("stream_open_timeout", rpc.StreamOpenTimeout > TimeSpan.Zero),
            ("stream_close_timeout", rpc.StreamCloseTimeout > TimeSpan.Zero), ("dial_timeout", rpc.DialTimeout > TimeSpan.Zero),
        ];
        foreach (var (key, _) in rules.Where(rule => !rule.Positive))
        {
            problems.Error($"rpc.{key} must be greater than zero", "rpc." + key);
        }
    }

    private void CheckSecurity()
    {
        var tls = configuration.TLSConfig;
        foreach (var (key, path) in (ReadOnlySpan<(string, string)>)[("ca_file", tls.CAFile), ("cert_file", tls.CertFile), ("key_file", tls.KeyFile)])
        {
            if (path.Length > 0 && !File.Exists(path))
            {
                problems.Warn($"Error opening the TLS file tls.{key}: {path} does not exist", "tls." + key);
            }
        }

        if (tls.TLSMinVersion is not ("tls10" or "tls11" or "tls12" or "tls13"))
        {
            problems.Error($"tls.tls_min_version is \"{tls.TLSMinVersion}\", but must be one of tls10, tls11, tls12, tls13", "tls.tls_min_version");
        }

        if (!configuration.DevMode && !(tls.EnableHTTP && tls.EnableRPC))
        {
            problems.Warn("WARNING: mTLS is not configured - Nomad is not secure without mTLS!");
        }

        var acl = configuration.ACL;
        if (acl.TokenMinExpirationTTL > acl.TokenMaxExpirationTTL)
        {
            problems.Error("acl.token_min_expiration_ttl must not be greater than acl.token_max_expiration_ttl", "acl.token_min_expiration_ttl");
        }
    }

    private void CheckIntegrations()
    {
        foreach (var consul in configuration.Consuls)
        {
            if (!ClusterName().IsMatch(consul.Name))
            {
                problems.Warn($"consul cluster name \"{consul.Name}\" should be 1-128 letters, digits, dashes or underscores", "consul.name");
            }

            if (consul.AutoAdvertise && (consul.ServerServiceName.Length == 0 || consul.ClientServiceName.Length == 0))
            {
                problems.Error("consul.auto_advertise is set, but server_service_name or client_service_name is empty", "consul.auto_advertise");
            }
        }

        foreach (var vault in configuration.Vaults.Where(vault => !ClusterName().IsMatch(vault.Name)))
        {
            problems.Warn($"vault cluster name \"{vault.Name}\" should be 1-128 letters, digits, dashes or underscores", "vault.name");
        }

        CheckKeyrings(configuration.Keyrings);
    }

    private void CheckKeyrings(IReadOnlyList<KeyringSettings> keyrings)
    {
        string[] providers = ["aead", "awskms", "azurekeyvault", "gcpckms", "transit"];
        foreach (var keyring in keyrings.Where(keyring => !providers.Contains(keyring.Provider)))
        {
            problems.Error($"unknown keyring provider \"{keyring.Provider}\"; known are {string.Join(", ", providers)}", "keyring");
        }

        if (keyrings.Count(keyring => keyring.Active) > 1)
        {
            problems.Error("only one keyring block can be active", "keyring.active");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex ClusterName();
}
