using System.Net;
using System.Net.Sockets;

namespace Nomad.Gossip;

/// <summary>Why an address was not reached, in the words that operators know.</summary>
internal static class DialProblem
{
    public static string Text(IPEndPoint? tried, Exception problem)
    {
        if (tried is null || (problem as SocketException ?? problem.InnerException as SocketException) is not { } socket)
            return problem.Message;
        var reason = socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connect: connection refused",
            SocketError.HostUnreachable => "connect: no route to host",
            SocketError.NetworkUnreachable => "connect: network is unreachable",
            SocketError.TimedOut => "i/o timeout",
            _ => "connect: " + socket.Message,
        };
        return $"dial tcp {tried}: {reason}";
    }

    /// <summary>All of them in one, each on a line of its own.</summary>
    public static IOException Of(IReadOnlyList<string> errors) =>
        new($"{errors.Count} error{(errors.Count > 1 ? "s" : "")} occurred:\n{string.Concat(errors.Select(error => $"\t* {error}\n"))}\n");
}
