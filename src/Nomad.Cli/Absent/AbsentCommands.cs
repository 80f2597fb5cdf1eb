using Nomad.Cli.Invocation;

namespace Nomad.Cli.Absent;

/// <summary>The commands of the original that this program answers with a sentence only, by what is missing.</summary>
public static class AbsentCommands
{
    private static readonly (string Reason, string Names)[] Table =
    [
        ("it has no access control lists",
            "acl bootstrap, acl auth-method create, acl auth-method delete, acl auth-method info, acl auth-method list, acl auth-method update, " +
            "acl binding-rule create, acl binding-rule delete, acl binding-rule info, acl binding-rule list, acl binding-rule update, " +
            "acl policy apply, acl policy delete, acl policy info, acl policy list, acl policy self, " +
            "acl role create, acl role delete, acl role info, acl role list, acl role update, " +
            "acl token create, acl token delete, acl token info, acl token list, acl token self, acl token update, login"),
        ("it keeps no variables", "var get, var init, var list, var lock, var purge, var put"),
        ("it makes no volumes: those of a node are named in its agent's configuration, those of a plugin are registered when they exist",
            "volume claim delete, volume claim list, volume create, volume delete, volume detach, " +
            "volume snapshot create, volume snapshot delete, volume snapshot list"),
        ("it registers no services of its own", "service delete, service info, service list, alloc checks"),
        ("it has no Sentinel policies", "sentinel apply, sentinel delete, sentinel list, sentinel read"),
        ("it needs no license", "license get, license inspect"),
        ("it makes no recommendations", "recommendation apply, recommendation dismiss, recommendation info, recommendation list"),
        ("it runs no predefined actions (\"nomad alloc exec\" runs any command)", "job action, action"),
        ("logs are read from the running agent only (see \"nomad monitor\")", "monitor export"),
        ("nodes have no identities of their own", "node identity get, node identity renew, node intro create"),
        ("the metadata of nodes is set in the agent's configuration only", "node meta apply, node meta read"),
        ("node pools are written by the HTTP API only (see \"nomad operator api\")", "node pool apply, node pool init"),
        ("it has no root keys", "operator root keyring list, operator root keyring remove, operator root keyring rotate"),
        ("the files of a stopped agent are its own", "operator client-state, operator raft info, operator raft logs, operator raft migrate-backend, operator raft state"),
        ("it takes snapshots on request only (see \"nomad operator snapshot save\")", "operator snapshot agent"),
        ("its snapshots hold no keys", "operator snapshot redact"),
        ("it collects no debug archives", "operator debug, debug"),
        ("it counts no use for a license", "operator utilization"),
        ("it sets up no Consul and no Vault", "setup consul, setup vault"),
        ("it serves no web interface", "ui"),
        ("it does not run on Windows", "windows service install, windows service uninstall"),
    ];

    /// <summary>Words that only group absent commands, with what stands in their help.</summary>
    public static IReadOnlyDictionary<string, string> Groups => Table.SelectMany(row => row.Names.Split(", "))
        .SelectMany(name => name.Split(' ').SkipLast(1).Select((_, i) => string.Join(' ', name.Split(' ').Take(i + 1))))
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(group => group, group => $"Commands about {group}", StringComparer.Ordinal);

    public static IEnumerable<CommandEntry> All => Table.SelectMany(row => row.Names.Split(", ").Select(name => Entry(name, row.Reason)));

    /// <summary>The one called <paramref name="name"/>; null when there is none.</summary>
    public static CommandEntry? Find(string name)
    {
        foreach (var (reason, names) in Table)
        {
            if (names.Contains(name, StringComparison.Ordinal) && names.Split(", ").Contains(name))
                return Entry(name, reason);
        }
        return null;
    }

    private static CommandEntry Entry(string name, string reason) => new(name, () => new AbsentCommand(name, reason)) { Hidden = true };
}
