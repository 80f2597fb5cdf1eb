using Nomad.Agent.Http.Routing;
using Nomad.Agent.Peers;

namespace Nomad.Agent.Http.Internal;

/// <summary>What servers ask of each other, as routes that exist only for calls over a session.</summary>
internal sealed class ServerCallRoutes(AgentServices services)
{
    /// <summary>How far the asked server's log is.</summary>
    public const string RaftReport = "/v1/internal/server/raft";

    public IEnumerable<Route> All => [new(Verbs.Get, RaftReport, Access.Anyone, ReportAsync)];

    private Task ReportAsync(ApiCall call) => call.Http.Features.Get<PeerCaller>() is null
        ? throw HttpFailure.NotFound("") : call.JsonAsync(services.RequireServer().Report(), ServerCallJson.Default.RaftReport);
}
