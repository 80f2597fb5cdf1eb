using System.Text.RegularExpressions;

namespace Nomad.Conformance.Running;

/// <summary>
/// Replaces what differs from run to run: ids, times, ports, sizes of the machine. Equal ids get equal numbers, so that what
/// refers to what stays checkable.
/// </summary>
internal sealed partial class Mask
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<(string Text, string Name)> names = [];

    /// <summary>A text of this run (a folder, an address) and the name that stands for it.</summary>
    public Mask Add(string text, string name)
    {
        names.Add((text, name));
        return this;
    }

    public string Apply(string text)
    {
        foreach (var (found, name) in names)
            text = text.Replace(found, name, StringComparison.Ordinal);
        text = Moment().Replace(text, "<time>");
        text = Clock().Replace(text, "<time>");
        text = Uuid().Replace(text, match => $"<id{Number(match.Value[..8])}-full>");
        text = ShortId().Replace(text, match => match.Value.Any(char.IsAsciiLetter) || match.Value.Any(char.IsDigit) ? $"<id{Number(match.Value)}>" : match.Value);
        text = ModifyIndex().Replace(text, "$1<index>");
        text = Ago().Replace(text, "<ago>");
        text = FolderSize().Replace(text, "$1  <size>");
        text = Blanks().Replace(text, "  ");
        return text;
    }

    private int Number(string start)
    {
        if (!ids.TryGetValue(start, out var number))
            ids[start] = number = ids.Count + 1;
        return number;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(\.\d+)?")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\b[0-9a-f]{8}\b")]
    private static partial Regex ShortId();

    [GeneratedRegex(@"\b(\d+(y|mo|d|h|m|s))+ (ago|from now)")]
    private static partial Regex Ago();

    // A folder is as large as its file system says.
    [GeneratedRegex(@"^(d[rwxsStT-]{9}) +\d+(\.\d+)? (B|[KMG]iB)", RegexOptions.Multiline)]
    private static partial Regex FolderSize();

    // How many entries the log has by then depends on how soon the drivers answered.
    [GeneratedRegex(@"(Job Modify Index: |-check-index )[1-9]\d*")]
    private static partial Regex ModifyIndex();

    // Columns are as wide as their widest cell, which masking changes.
    [GeneratedRegex(@" {2,}(?=\S)(?<!^ *)", RegexOptions.Multiline)]
    private static partial Regex Blanks();
}
