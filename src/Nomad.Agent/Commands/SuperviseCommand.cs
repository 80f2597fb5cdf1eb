using Nomad.Drivers.Supervision;

namespace Nomad.Agent.Commands;

/// <summary><c>supervise</c>: the process that owns a node's tasks. Agents start it; people do not.</summary>
internal static class SuperviseCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        if (words is [var socket, .. var rest] && rest.Length <= 1)
            return await Supervisor.RunAsync(socket, rest is [var idle] && double.TryParse(idle, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null);
        Console.Error.WriteLine("nomad supervise is started by an agent with the path of a socket");
        return 1;
    }
}
