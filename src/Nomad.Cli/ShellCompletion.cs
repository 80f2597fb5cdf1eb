using Nomad.Cli.Invocation;

namespace Nomad.Cli;

/// <summary>Tab completion in bash and zsh: the shell asks the program itself through <c>COMP_LINE</c>.</summary>
public static class ShellCompletion
{
    private const string Line = "complete -C nomad nomad";
    private const string ZshPrelude = "autoload -U +X bashcompinit && bashcompinit";

    /// <summary>Adds the completion line to the shells' start files of the user, or takes it out. Exit code 0, or 1 when there is no such file.</summary>
    public static int Change(Terminal terminal, IReadOnlyDictionary<string, string> environment, bool install)
    {
        var home = environment.GetValueOrDefault("HOME", "");
        var changed = 0;
        foreach (var (file, lines) in new[] { (".bashrc", new[] { Line }), (".zshrc", [ZshPrelude, Line]) })
        {
            var path = Path.Combine(home, file);
            if (home.Length == 0 || !File.Exists(path))
                continue;
            var kept = File.ReadAllLines(path).Where(line => !lines.Contains(line)).ToList();
            File.WriteAllLines(path, install ? [.. kept, .. lines] : kept);
            changed++;
        }
        if (changed > 0)
            return 0;
        terminal.Error.WriteLine($"Neither ~/.bashrc nor ~/.zshrc was found in \"{home}\"; add this line to your shell's start file yourself: {Line}");
        return 1;
    }

    /// <summary>Answers the shell when it asks (<c>COMP_LINE</c> is set): one candidate a line. Null when it did not ask.</summary>
    public static IReadOnlyList<string>? Candidates(CommandTree commands, IReadOnlyDictionary<string, string> environment)
    {
        if (!environment.TryGetValue("COMP_LINE", out var line))
            return null;
        if (environment.TryGetValue("COMP_POINT", out var point) && int.TryParse(point, out var at) && at >= 0 && at <= line.Length)
            line = line[..at];
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
        var last = line.EndsWith(' ') || words.Length == 0 ? "" : words[^1];
        var before = last.Length == 0 ? words : words[..^1];
        var (entry, _) = commands.Find(before);
        if (entry is not null && last.StartsWith('-'))
            return [.. GeneralFlags.With(entry.Make()).Where(flag => !flag.Hidden).Select(flag => "-" + flag.Name)
                .Where(flag => flag.StartsWith(last, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        var prefix = before.Length == 0 ? "" : string.Join(' ', before) + " ";
        return [.. commands.Entries.Where(e => !e.Hidden).Select(e => e.Name).Concat(commands.Groups.Keys)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split(' ')[0])
            .Where(word => word.StartsWith(last, StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal)];
    }
}
