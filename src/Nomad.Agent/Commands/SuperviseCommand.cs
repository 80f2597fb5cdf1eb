using System.Globalization;
using Nomad.Drivers.Supervision;

namespace Nomad.Agent.Commands;

/// <summary><c>supervise</c>: the process that owns a node's tasks. Agents start it; people do not.</summary>
internal static class SuperviseCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        if (words is [var socket, .. var times] && times.Length <= 2)
            return await Supervisor.RunAsync(socket, Span(times.ElementAtOrDefault(0)), Span(times.ElementAtOrDefault(1)));
        Console.Error.WriteLine("nomad supervise is started by an agent with the path of a socket");
        return 1;
    }

    private static TimeSpan? Span(string? milliseconds) =>
        long.TryParse(milliseconds, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number) : null;
}
