using Nomad.Agent.Http.Agents;
using Nomad.Agent.Http.Allocations;
using Nomad.Agent.Http.Clients;
using Nomad.Agent.Http.Deployments;
using Nomad.Agent.Http.Evaluations;
using Nomad.Agent.Http.Events;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Nodes;
using Nomad.Agent.Http.Operators;
using Nomad.Agent.Http.Quotas;
using Nomad.Agent.Http.Routing;
using Nomad.Agent.Http.Search;
using Nomad.Agent.Http.Volumes;

namespace Nomad.Agent.Http;

/// <summary>Every route of the HTTP API, in one list.</summary>
public static class AgentRouteTable
{
    public static IReadOnlyList<Route> Of(AgentServices services)
    {
        var clients = new ClientAccess(services);
        return
        [
            .. new JobReadRoutes(services).All,
            .. new JobWriteRoutes(services).All,
            .. new ScalingRoutes(services).All,
            .. new EventRoutes(services).All,
            .. new NodeReadRoutes(services).All,
            .. new NodeWriteRoutes(services).All,
            .. new AllocationReadRoutes(services).All,
            .. new AllocationWriteRoutes(services).All,
            .. new EvaluationRoutes(services).All,
            .. new DeploymentReadRoutes(services).All,
            .. new DeploymentWriteRoutes(services).All,
            .. new FileRoutes(clients).All,
            .. new ClientRoutes(clients).All,
            .. new AgentRoutes(services).All,
            .. new KeyringRoutes(services).All,
            .. new HostRoute(services).All,
            .. new MetricsRoute(services).All,
            .. new StatusRoutes(services).All,
            .. new SearchRoutes(services).All,
            .. new OperatorRoutes(services).All,
            .. new RebalanceRoutes(services).All,
            .. new QuotaRoutes(services).All,
            .. new VolumeRoutes(services).All,
            .. new AutopilotRoutes(services).All,
            .. new SnapshotRoutes(services).All,
            .. UnbuiltRoutes.All,
            .. new NodeCallRoutes(services).All,
            .. new ServerCallRoutes(services).All,
        ];
    }
}
