using Nomad.Agent.Logging;
using Nomad.Cli.Invocation;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>What an agent says to the person who started it: announcements, errors, and then its log. One line is written whole.</summary>
internal sealed class AgentConsole(Terminal terminal)
{
    private readonly Lock gate = new();

    /// <summary>Announcements become log lines in JSON, so that standard output is nothing but JSON.</summary>
    public bool AsJson { get; set; }

    public void Announce(string text)
    {
        if (AsJson)
            Line(new LogLine(TimeProvider.System.GetUtcNow(), LogSeverity.Info, "agent", text).ToJson());
        else
            Line("==> " + text);
    }

    /// <summary>An announcement with an empty line after it.</summary>
    public void Title(string text)
    {
        Announce(AsJson ? text + "\n" : text);
        if (!AsJson)
            Line("");
    }

    /// <summary>A line of an announcement.</summary>
    public void Say(string text)
    {
        if (AsJson)
            Announce(text.StartsWith("    ", StringComparison.Ordinal) ? text[4..] : text);
        else
            Line(text);
    }

    public void Line(string text)
    {
        lock (gate)
            terminal.Out.WriteLine(text);
    }

    public void Error(string text)
    {
        lock (gate)
            terminal.Error.WriteLine("==> " + text);
    }

    public void Warn(string text)
    {
        lock (gate)
            terminal.Error.WriteLine("==> " + (text.StartsWith("WARNING", StringComparison.Ordinal) ? text : "WARNING: " + text));
    }
}
