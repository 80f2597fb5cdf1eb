namespace Nomad.Cli.Output;

/// <summary>Breaks long sentences at blanks.</summary>
public static class Wrapped
{
    private const int Width = 78;

    public static string Text(string text, string indent = "", int width = Width)
    {
        var lines = new List<string>();
        var line = indent;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = indent;
            }
            line += (line.Length > indent.Length ? " " : "") + word;
        }
        lines.Add(line);
        return string.Join('\n', lines);
    }

    /// <summary>The warning of a command under a name that was replaced.</summary>
    public static string Deprecation(string name, string replacement) =>
        Text($"WARNING! The \"nomad {name}\" command is deprecated. Please use \"nomad {replacement}\" instead. " +
             "This command will be removed in Nomad 0.10 (or later).") + "\n";
}
