using Nomad.Cli.Absent;
using Nomad.Cli.Invocation;

namespace Nomad.Cli;

/// <summary>All commands by name. Looking one up makes none of the others, and lists nothing but its own words.</summary>
/// <param name="entries">The commands that do something; those that only say why they are absent come after them.</param>
/// <param name="readGroups">Words that only group commands (<c>job</c>, <c>operator raft</c>) and their one-line synopsis; called when first needed.</param>
public sealed class CommandTree(CommandEntry[] entries, Func<IReadOnlyDictionary<string, string>> readGroups)
{
    private CommandEntry[]? all;
    private IReadOnlyDictionary<string, string>? groups;

    /// <summary>Every command, absent ones included.</summary>
    public IReadOnlyCollection<CommandEntry> Entries => all ??= [.. entries, .. AbsentCommands.All];

    public IReadOnlyDictionary<string, string> Groups => groups ??= readGroups();

    /// <summary>The command with the most words that starts <paramref name="words"/>, and the words after it.</summary>
    public (CommandEntry? Entry, string[] Words) Find(string[] words)
    {
        for (var length = Math.Min(4, words.Length); length > 0; length--)
        {
            var name = string.Join(' ', words, 0, length);
            if ((Array.Find(entries, entry => entry.Name == name) ?? AbsentCommands.Find(name)) is { } found)
                return (found, words[length..]);
        }
        return (null, words);
    }

    /// <summary>The longest group that starts <paramref name="words"/>; null when the first word is unknown.</summary>
    public string? GroupOf(string[] words)
    {
        for (var length = Math.Min(3, words.Length); length > 0; length--)
        {
            var name = string.Join(' ', words.Take(length));
            if (Groups.ContainsKey(name))
                return name;
        }
        return null;
    }

    /// <summary>The listed command or group whose name is closest to <paramref name="word"/>; null when none is close.</summary>
    public string? Nearest(string word) => Entries.Select(entry => entry.Name).Concat(Groups.Keys).Where(name => !name.Contains(' ', StringComparison.Ordinal))
        .Select(name => (name, distance: Distance(name, word)))
        .Where(candidate => candidate.distance <= 2)
        .OrderBy(candidate => candidate.distance).ThenBy(candidate => candidate.name, StringComparer.Ordinal)
        .Select(candidate => candidate.name)
        .FirstOrDefault();

    // Levenshtein, one row kept.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
