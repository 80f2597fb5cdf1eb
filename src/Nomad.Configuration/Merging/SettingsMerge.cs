using System.Text.Json.Nodes;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Merging;

/// <summary>Lays one source of settings over another, by the rules of agent-config merging.</summary>
internal static class SettingsMerge
{
    private static readonly HashSet<string> Appended =
    [
        "client.servers", "server.start_join", "server.retry_join", "server.enabled_schedulers", "telemetry.allowed_metadata_keys_in_metrics",
    ];

    /// <summary>Keys that a later source can set back to false or zero. A trailing dot covers a whole block.</summary>
    private static readonly string[] Resettable =
    [
        "consul.", "vault.", "autopilot.", "limits.", "client.artifact.", "ui.", "client.template.", "server.plan_rejection_tracker.enabled",
        "server.enable_event_broker", "disable_update_check", "client.no_host_uuid", "client.nomad_service_discovery",
        "client.bind_wildcard_default_host_network", "telemetry.filter_default", "telemetry.disable_allocation_hook_metrics",
        "server.search.fuzzy_enabled", "server.default_scheduler_config.preemption_config.",
    ];

    /// <summary>Lays <paramref name="later"/> over <paramref name="target"/>, which is changed.</summary>
    public static void Merge(SettingsNode target, SettingsNode later, string path = "")
    {
        foreach (var key in later.Keys)
        {
            var full = path.Length == 0 ? key : $"{path}.{key}";
            target[key] = target[key] is { } earlier ? Value(earlier, later[key]!, full) : later[key];
        }

        foreach (var type in later.BlockTypes)
        {
            foreach (var block in later.Blocks(type))
            {
                AddOrMerge(target, type, block, path.Length == 0 ? type : $"{path}.{type}");
            }
        }
    }

    /// <summary>Adds a block, or merges it with the earlier one that it is about.</summary>
    public static void AddOrMerge(SettingsNode target, string type, SettingsNode block, string path)
    {
        var same = target.Blocks(type).FirstOrDefault(earlier => Identity(earlier, path) == Identity(block, path));
        if (same is null)
        {
            target.Add(type, block);
        }
        else if (path is "client.host_volume" or "client.host_network")
        {
            target.Remove(type, same);
            target.Add(type, block);
        }
        else if (path == "plugin")
        {
            MergePlugin(same, block);
        }
        else
        {
            Merge(same, block, path);
        }
    }

    private static string Identity(SettingsNode block, string path) => path switch
    {
        "consul" or "vault" => block.Text("name", "default"),
        "keyring" => $"{block.Label}/{block.Text("name", "")}",
        _ => block.Label,
    };

    private static void MergePlugin(SettingsNode target, SettingsNode later)
    {
        Merge(target, WithoutBlocks(later), "plugin");
        if (later.OptionalBlock("config") is { } config)
        {
            if (target.OptionalBlock("config") is { } earlier)
            {
                target.Remove("config", earlier);
            }

            target.Add("config", config);
        }
    }

    private static SettingsNode WithoutBlocks(SettingsNode node)
    {
        var copy = new SettingsNode(node.Label);
        foreach (var key in node.Keys)
        {
            copy[key] = node[key];
        }

        return copy;
    }

    private static object Value(object earlier, object later, string path) => (earlier, later) switch
    {
        (IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> added) => Union(old, added),
        (IReadOnlyList<string> old, IReadOnlyList<string> added) when Appended.Contains(path) => (IReadOnlyList<string>)[.. old, .. added],
        _ when IsZero(later) && !Resettable.Any(key => key.EndsWith('.') ? path.StartsWith(key, StringComparison.Ordinal) : path == key) => earlier,
        _ => later,
    };

    private static IReadOnlyDictionary<string, string> Union(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> added)
    {
        var union = new Dictionary<string, string>(old);
        foreach (var (key, value) in added)
        {
            union[key] = value;
        }

        return union;
    }

    private static bool IsZero(object value) => value switch
    {
        string text => text.Length == 0,
        bool flag => !flag,
        long number => number == 0,
        double real => real == 0,
        TimeSpan span => span == TimeSpan.Zero,
        IReadOnlyList<string> list => list.Count == 0,
        JsonNode => false,
        _ => false,
    };
}
