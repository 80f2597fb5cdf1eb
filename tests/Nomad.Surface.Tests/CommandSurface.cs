using System.Text.RegularExpressions;
using Nomad.Cli;
using Nomad.Cli.Absent;
using Nomad.Cli.Invocation;
using Nomad.Configuration.Reading;

namespace Nomad.Surface.Tests;

/// <summary>
/// Commands and flags. The commands of the executable itself (<c>agent</c>, <c>config validate</c>) are read from its sources,
/// so that this test needs no agent.
/// </summary>
internal static partial class CommandSurface
{
    private static readonly CommandTree Tree = Commands.Tree("2.0.0", [], new Dictionary<string, string>());

    private static readonly HashSet<string> AgentCommands = [.. Find(EntryPattern(), "src/Nomad.Agent/Commands/AgentCommands.cs")];

    private const string AgentFlagList = "src/Nomad.Agent/Commands/AgentFlagList.cs";

    private static readonly HashSet<string> AgentFlags = [.. Find(FlagPattern(), AgentFlagList),
        .. Find(FlagPattern(), "src/Nomad.Agent/Commands/SnapshotInspectCommand.cs"), .. Find(FlagPattern(), "src/Nomad.Agent/Commands/SnapshotStateCommand.cs"), .. FamilyPattern().Matches(Repository.Read(AgentFlagList))
        .SelectMany(family => TextPattern().Matches(family.Groups[2].Value).Select(name => family.Groups[1].Value + name.Groups[1].Value))];

    public static IEnumerable<Row> Rows()
    {
        // A flag without a command of its own is one that many commands share.
        foreach (var cells in Repository.List("cli.tsv"))
        {
            var (command, flag) = (cells[0], cells[2].TrimStart('-'));
            yield return flag.Length == 0 ? new Row(command, "", OfCommand(command)) : new Row(command, "-" + flag, OfFlag(command, flag));
        }
    }

    private static Standing OfCommand(string name)
    {
        if (AgentCommands.Contains(name) || AgentCommands.Any(own => own.StartsWith(name + " ", StringComparison.Ordinal)))
            return Standing.Works;
        var exact = Tree.Entries.FirstOrDefault(entry => entry.Name == name);
        if (exact is not null)
            return exact.Make() is AbsentCommand ? Standing.Refused : Standing.Works;
        var inside = Tree.Entries.Where(entry => entry.Name.StartsWith(name + " ", StringComparison.Ordinal)).ToArray();
        return inside.Length == 0 ? Standing.Unknown : inside.Any(entry => !entry.Hidden) ? Standing.Works : Standing.Refused;
    }

    private static Standing OfFlag(string name, string flag)
    {
        if (name == "(root)")
            return Repository.Read("src/Nomad.Cli/CommandLine.cs").Contains($"\"-{flag}\"", StringComparison.Ordinal) ? Standing.Works : Standing.Unknown;
        if (flag == "ui")
            return Standing.Refused;
        if (AgentCommands.Contains(name))
            return !AgentFlags.Contains(flag) ? Standing.Unknown : name == "agent" && FlagReader.IsUnbuilt(flag) ? Standing.NotYet : Standing.Works;
        if (Tree.Entries.FirstOrDefault(entry => entry.Name == name)?.Make() is not { } command)
            return GeneralFlags.All.Any(general => general.Name == flag) ? Standing.Works : OfCommand(name) == Standing.Refused ? Standing.Refused : Standing.Unknown;
        if (command is AbsentCommand)
            return Standing.Refused;
        return GeneralFlags.With(command).FirstOrDefault(known => known.Name == flag) is not { } declared ? Standing.Unknown : declared.Refusal is null ? Standing.Works : Standing.Refused;
    }

    private static IEnumerable<string> Find(Regex pattern, string path) => pattern.Matches(Repository.Read(path)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("new\\(\"([^\"]+)\", \\(\\) =>")]
    private static partial Regex EntryPattern();

    // Flags of one block share a prefix: Names("consul-", "address", "auth" ...).
    [GeneratedRegex("Names\\(\"([^\"]+)\",([^)]*)\\)")]
    private static partial Regex FamilyPattern();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex TextPattern();

    [GeneratedRegex("Flag\\.\\w+\\(\"([^\"]+)\"")]
    private static partial Regex FlagPattern();
}
