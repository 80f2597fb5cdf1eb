using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Stats;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Http;

/// <summary>What the HTTP listener is told at start.</summary>
public sealed record HttpApiOptions
{
    /// <summary>Every address to listen on.</summary>
    public required IReadOnlyList<IPEndPoint> Endpoints { get; init; }

    /// <summary>The agent's own region; requests for others need a path there.</summary>
    public required string Region { get; init; }

    /// <summary>Regions that requests can be sent on to.</summary>
    public required Func<IReadOnlyCollection<string>> KnownRegions { get; init; }

    /// <summary>Throws <see cref="HttpFailure"/> when the caller may not use a route. Asked before every handler.</summary>
    public required Func<Access, ApiCall, ValueTask> Authorize { get; init; }

    /// <summary>Answers a call by way of another agent; false when it is this one's to answer.</summary>
    internal Func<Route, ApiCall, Task<bool>>? Send { get; init; }

    /// <summary>Calls that other agents make over their sessions.</summary>
    internal ChannelReader<RpcStream>? Calls { get; init; }

    /// <summary>Connections of one address at once (<c>limits.http_max_conns_per_client</c>); 0 = no limit.</summary>
    public int MaxConnectionsPerCaller { get; init; }

    /// <summary>Headers that the operator wants on every answer (<c>http_api_response_headers</c>).</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Turns a listener into a TLS one; null for plain HTTP.</summary>
    public Action<ListenOptions>? Tls { get; init; }

    /// <summary>Where it is counted what is asked.</summary>
    public required MeterSet Meters { get; init; }

    /// <summary>Write the stack of an unexpected failure to the log (debug level).</summary>
    public bool LogStacks { get; init; }
}
