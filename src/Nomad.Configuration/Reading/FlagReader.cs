using Nomad.Configuration.Schema;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Reading;

/// <summary>Turns command line flags into settings, to be laid over the files.</summary>
internal static class FlagReader
{
    /// <summary>Flags whose key is not their name with underscores, or lies in a block.</summary>
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["acl-enabled"] = "acl.enabled",
        ["acl-replication-token"] = "acl.replication_token",
        ["alloc-dir"] = "client.alloc_dir",
        ["alloc-mounts-dir"] = "client.alloc_mounts_dir",
        ["atlas"] = "atlas.infrastructure",
        ["atlas-join"] = "atlas.join",
        ["atlas-token"] = "atlas.token",
        ["bind"] = "bind_addr",
        ["bootstrap-expect"] = "server.bootstrap_expect",
        ["client"] = "client.enabled",
        ["dc"] = "datacenter",
        ["encrypt"] = "server.encrypt",
        ["eventlog"] = "eventlog.enabled",
        ["eventlog-level"] = "eventlog.level",
        ["host-volume-plugin-dir"] = "client.host_volume_plugin_dir",
        ["host-volumes-dir"] = "client.host_volumes_dir",
        ["join"] = "server.server_join.start_join",
        ["network-interface"] = "client.network_interface",
        ["network-speed"] = "client.network_speed",
        ["node"] = "name",
        ["node-class"] = "client.node_class",
        ["node-pool"] = "client.node_pool",
        ["preferred-address-family"] = "client.preferred_address_family",
        ["raft-protocol"] = "server.raft_protocol",
        ["rejoin"] = "server.rejoin_after_leave",
        ["retry-interval"] = "server.server_join.retry_interval",
        ["retry-join"] = "server.server_join.retry_join",
        ["retry-max"] = "server.server_join.retry_max",
        ["server"] = "server.enabled",
        ["state-dir"] = "client.state_dir",
        ["vault-create-from-role"] = "vault.create_from_role",
    };

    /// <summary>Flags that are about the run and not about the configuration.</summary>
    private static readonly HashSet<string> Others = ["config", "dev", "dev-connect", "dev-consul", "dev-vault", "client-intro-token"];

    /// <summary>Flags that are taken and have no key, or whose keys do less than the flag promises: no proxies, and no token for a workload.</summary>
    private static readonly HashSet<string> Unbuilt = ["dev-connect", "dev-consul", "dev-vault", "client-intro-token"];

    /// <summary>Whether the flag, without its dash, is accepted and nothing (or, of a preset, not all) follows from it.</summary>
    public static bool IsUnbuilt(string flag) => Unbuilt.Contains(flag) || UnbuiltKeys.Covers(Path(flag));

    public static SettingsNode Read(AgentFlags flags, ProblemList problems)
    {
        var root = new SettingsNode("");
        foreach (var (flag, values) in flags.Given)
        {
            if (IsUnbuilt(flag))
                problems.Notices.Add("-" + flag);
            switch (flag)
            {
                case "meta":
                    root.Ensure("client")["meta"] = Meta(values, problems);
                    break;
                case "servers":
                    root.Ensure("client")["servers"] = (IReadOnlyList<string>)[.. values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
                    break;
                case "atlas" or "atlas-join" or "atlas-token":
                    problems.WarnOfAtlas("-" + flag);
                    goto default;
                default:
                    if (!Others.Contains(flag))
                        Set(root, flag, values, problems);
                    break;
            }
        }

        return root;
    }

    private static void Set(SettingsNode root, string flag, IReadOnlyList<string> values, ProblemList problems)
    {
        var path = Path(flag);
        var (node, schema) = (root, BlockSchema.Root);
        var parts = path.Split('.');
        foreach (var block in parts[..^1])
        {
            node = node.Ensure(block);
            schema = schema.Nested(block, null) ?? schema;
        }

        if (!schema.Keys.TryGetValue(parts[^1], out var key) || values.Count == 0)
        {
            problems.Error($"flag provided but not defined: -{flag}", flag);
            return;
        }

        if (key.Type == KeyType.List)
        {
            node[key.Name] = (IReadOnlyList<string>)[.. values];
        }
        else if (ValueReader.ReadText(values[^1], key, out var error) is { } value)
        {
            node[key.Name] = value;
        }
        else
        {
            problems.Error($"invalid value \"{values[^1]}\" for flag -{flag}: {error}", flag);
        }
    }

    private static string Path(string flag) => Keys.GetValueOrDefault(flag) ?? Guess(flag);

    private static string Guess(string flag)
    {
        var name = flag.Replace('-', '_');
        foreach (var block in (string[])["consul", "vault"])
        {
            if (name.StartsWith(block + "_", StringComparison.Ordinal))
            {
                return $"{block}.{name[(block.Length + 1)..]}";
            }
        }

        return name;
    }

    private static IReadOnlyDictionary<string, string> Meta(IReadOnlyList<string> values, ProblemList problems)
    {
        var meta = new Dictionary<string, string>();
        foreach (var value in values)
        {
            var equal = value.IndexOf('=', StringComparison.Ordinal);
            if (equal <= 0)
            {
                problems.Error($"Error parsing Client.Meta value: {value}; it must be written as key=value", "meta");
            }
            else
            {
                meta[value[..equal]] = value[(equal + 1)..];
            }
        }

        return meta;
    }
}
