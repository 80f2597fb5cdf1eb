using Nomad.Rpc;
using Nomad.Scheduling.Rebalancing;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>What operators set for the whole cluster.</summary>
public sealed class OperatorEndpoint
{
    private readonly ServerContext context;

    internal OperatorEndpoint(ServerContext context) => this.context = context;

    /// <summary>With <paramref name="checkIndex"/> only if the stored configuration still has that index.</summary>
    public async Task<SchedulerSetConfigurationResponse> SetSchedulerAsync(
        SchedulerConfiguration configuration, ulong? checkIndex, CancellationToken cancel)
    {
        if (configuration.SchedulerAlgorithm is not ("" or SchedulerAlgorithms.Binpack or SchedulerAlgorithms.Spread))
            throw RpcException.BadRequest($"invalid scheduler algorithm: {configuration.SchedulerAlgorithm}");
        if (configuration.RebalanceMaxMoves is < 0 or > Rebalancer.LargestMaxMoves)
            throw RpcException.BadRequest($"RebalanceMaxMoves must be between 0 (off) and {Rebalancer.LargestMaxMoves}; got {configuration.RebalanceMaxMoves}");
        var wanted = configuration.SchedulerAlgorithm.Length > 0 ? configuration
            : configuration with { SchedulerAlgorithm = SchedulerAlgorithms.Binpack };
        var (updated, index) = await TryAsync(new SetSchedulerConfiguration(wanted, checkIndex), cancel);
        return new SchedulerSetConfigurationResponse { Updated = updated, Index = index };
    }

    /// <summary>False when <paramref name="checkIndex"/> was given and differs.</summary>
    public Task<(bool Updated, ulong Index)> SetAutopilotAsync(AutopilotConfig configuration, ulong? checkIndex, CancellationToken cancel) =>
        TryAsync(new SetAutopilot(configuration, checkIndex), cancel);

    private async Task<(bool Updated, ulong Index)> TryAsync(Command command, CancellationToken cancel)
    {
        try
        {
            return (true, (await context.Proposer.ProposeAsync(command, cancel)).Index);
        }
        catch (RpcException refusal) when (refusal.Message == State.Writing.OperatorWrites.IndexDiffers)
        {
            return (false, context.State.Index);
        }
    }
}
