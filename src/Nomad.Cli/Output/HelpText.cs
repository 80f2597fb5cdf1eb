using System.Text;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Output;

/// <summary>Help pages: of the whole program, of a group of commands, of one command.</summary>
public static class HelpText
{
    private static readonly string[] Common = ["run", "stop", "status", "alloc", "job", "node", "agent"];

    // These work and are completed by the shell, but would only make the list longer.
    private static readonly HashSet<string> Unlisted = ["fs", "init", "inspect", "logs", "plan", "validate"];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["job run"] = "run", ["job plan"] = "plan", ["job validate"] = "validate", ["job init"] = "init", ["job stop"] = "stop", ["job start"] = "start",
        ["job inspect"] = "inspect", ["alloc logs"] = "logs", ["alloc fs"] = "fs", ["alloc exec"] = "exec",
    };

    public static string Root(CommandTree commands)
    {
        var names = commands.Entries.Where(entry => !entry.Hidden && !entry.Name.Contains(' ', StringComparison.Ordinal) && !Unlisted.Contains(entry.Name))
            .Select(entry => (entry.Name, Synopsis: entry.Make().Synopsis))
            .Concat(commands.Groups.Where(group => !group.Key.Contains(' ', StringComparison.Ordinal) && IsListed(commands, group.Key)).Select(group => (group.Key, group.Value)))
            .DistinctBy(row => row.Item1)
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
        var width = names.Keys.Max(name => name.Length) + 4;
        var text = new StringBuilder("Usage: nomad [-version] [-help] [-autocomplete-(un)install] <command> [args]\n\nCommon commands:\n");
        foreach (var name in Common.Where(names.ContainsKey))
            text.Append("    ").Append(name.PadRight(width)).Append(names[name]).Append('\n');
        text.Append("\nOther commands:\n");
        foreach (var name in names.Keys.Where(name => !Common.Contains(name)).Order(StringComparer.Ordinal))
            text.Append("    ").Append(name.PadRight(width)).Append(names[name]).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    public static string Group(CommandTree commands, string group)
    {
        var depth = group.Split(' ').Length;
        var rows = commands.Entries.Where(entry => !entry.Hidden && entry.Name.StartsWith(group + " ", StringComparison.Ordinal))
            .Select(entry => (Name: entry.Name.Split(' '), Text: entry.Make().Synopsis))
            .Where(row => row.Name.Length == depth + 1)
            .Select(row => (Name: row.Name[depth], row.Text))
            .Concat(commands.Groups.Where(g => g.Key.StartsWith(group + " ", StringComparison.Ordinal) && g.Key.Split(' ').Length == depth + 1 && IsListed(commands, g.Key)).Select(g => (Name: g.Key.Split(' ')[depth], Text: g.Value)))
            .DistinctBy(row => row.Name).OrderBy(row => row.Name, StringComparer.Ordinal).ToArray();
        if (rows.Length == 0)
            return $"Usage: nomad {group} <subcommand> [options] [args]\n\n" + Wrapped.Text($"{commands.Groups[group]}. None of these commands is built into this program.", "  ");
        var width = rows.Max(row => row.Name.Length) + 4;
        var text = new StringBuilder($"Usage: nomad {group} <subcommand> [options] [args]\n\n");
        text.Append(Wrapped.Text($"{commands.Groups[group]}.", "  ")).Append("\n\n");
        text.Append("  Please see the individual subcommand help for detailed usage information.\n\nSubcommands:\n");
        foreach (var (name, synopsis) in rows)
            text.Append("    ").Append(name.PadRight(width)).Append(synopsis).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    // A group shows when at least one of its commands does something.
    private static bool IsListed(CommandTree commands, string group) =>
        commands.Entries.Any(entry => !entry.Hidden && entry.Name.StartsWith(group + " ", StringComparison.Ordinal));

    public static string Of(Command command)
    {
        var text = new StringBuilder($"Usage: nomad {command.Name} {command.Usage}".TrimEnd()).Append('\n');
        if (Aliases.TryGetValue(command.Name, out var alias))
            text.Append("Alias: nomad ").Append(alias).Append('\n');
        text.Append('\n');
        foreach (var paragraph in command.Description.Split("\n\n"))
            text.Append(Wrapped.Text(paragraph.ReplaceLineEndings(" "), "  ")).Append("\n\n");
        if (command.UsesApi)
            Append(text, "General Options:", GeneralFlags.All);
        if (command.Flags.Any(flag => !flag.Hidden))
            Append(text, Title(command) + " Options:", command.Flags);
        return text.ToString().TrimEnd('\n');
    }

    // "job run" is titled "Run", "node drain" is titled "Node Drain".
    private static string Title(Command command) => command.Name switch
    {
        "alloc logs" => "Logs Specific",
        "alloc fs" => "FS Specific",
        _ => string.Join(' ', command.Name.Split(' ', '-').Where((word, at) => at > 0 || word is not ("job" or "operator") || word == command.Name)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };

    private static void Append(StringBuilder text, string title, IReadOnlyList<Flag> flags)
    {
        text.Append(title).Append("\n\n");
        foreach (var flag in flags.Where(flag => !flag.Hidden))
        {
            text.Append("  -").Append(flag.Name).Append(flag.ValueName.Length > 0 ? $"=<{flag.ValueName}>" : "").Append('\n');
            text.Append(Wrapped.Text(flag.Help, "    ")).Append("\n\n");
        }
    }
}
