using System.Diagnostics;
using System.Text;

namespace Nomad.Conformance.Hardship;

/// <summary>What a command that goes on has printed so far, both of its streams together.</summary>
internal static class Session
{
    public static async Task UntilAsync(string what, Process session, StringBuilder output, Func<bool> condition)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(session.HasExited, $"the session ended before {what}:\n{Text(output)}");
            Assert.True(started.Elapsed < Eventually.Patience, $"after {Eventually.Patience.TotalSeconds} s it is not true that {what}:\n{Text(output)}");
            await Task.Delay(50);
        }
    }

    public static string Text(StringBuilder output)
    {
        lock (output)
            return output.ToString();
    }

    public static async Task ReadAsync(StreamReader reader, StringBuilder output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }
}
