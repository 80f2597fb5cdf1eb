using Nomad.Agent.Http.Routing;
using Nomad.Agent.Peers;
using Nomad.Server.Regions;

namespace Nomad.Agent.Http.Internal;

/// <summary>What servers ask of each other, as routes that exist only for calls over a session.</summary>
internal sealed class ServerCallRoutes(AgentServices services)
{
    /// <summary>How far the asked server's log is.</summary>
    public const string RaftReport = "/v1/internal/server/raft";

    /// <summary>How the asked server's region stands to a job of several regions.</summary>
    public const string Region = "/v1/internal/server/region";

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, RaftReport, Access.Anyone, ReportAsync),
        new(Verbs.Get, Region, Access.Anyone, StandingAsync),
    ];

    private Task ReportAsync(ApiCall call) => call.JsonAsync(OfPeer(call).Report(), ServerCallJson.Default.RaftReport);

    private Task StandingAsync(ApiCall call) =>
        call.JsonAsync(RegionStanding.Read(OfPeer(call).State.Snapshot(), call.Options.Namespace, call.Text("job")), ServerCallJson.Default.RegionStanding);

    private Nomad.Server.ServerAgent OfPeer(ApiCall call) =>
        call.Http.Features.Get<PeerCaller>() is { Hello.Role: PeerRoles.Server } ? services.RequireServer() : throw HttpFailure.NotFound("");
}
