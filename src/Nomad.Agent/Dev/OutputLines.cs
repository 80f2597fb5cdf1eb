using Nomad.Cli.Invocation;

namespace Nomad.Agent.Dev;

/// <summary>Lines of many tasks on one terminal: each whole, each behind the name of its task, each task in a colour of its own.</summary>
internal sealed class OutputLines(Terminal terminal)
{
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"];

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> colourByTask = new(StringComparer.Ordinal);
    private int width;

    public void Of(string task, string line)
    {
        lock (gate)
        {
            if (!colourByTask.TryGetValue(task, out var colour))
                colourByTask[task] = colour = Colours[colourByTask.Count % Colours.Length];
            width = Math.Max(width, task.Length);
            terminal.Out.WriteLine(terminal.Colours
                ? $"\u001b[{colour}m{task.PadRight(width)} │\u001b[0m {line}"
                : $"{task.PadRight(width)} | {line}");
        }
    }

    public void Notice(string text) => Say("==> " + text, "1");

    public void Problem(string text) => Say("==> " + text, "31");

    private void Say(string text, string colour)
    {
        lock (gate)
            terminal.Out.WriteLine(terminal.Colours ? $"\u001b[{colour}m{text}\u001b[0m" : text);
    }
}
