using Nomad.Server.Collection;
using Nomad.Server.Commands;

namespace Nomad.Server.Endpoints;

/// <summary>Housekeeping on demand.</summary>
public sealed class SystemEndpoint
{
    private readonly ServerContext context;
    private readonly GarbageCollector collector;

    internal SystemEndpoint(ServerContext context, GarbageCollector collector)
    {
        this.context = context;
        this.collector = collector;
    }

    /// <summary>Removes everything that is over, however young. Completes when it is done.</summary>
    public Task CollectGarbageAsync(CancellationToken cancel) =>
        collector.CollectAsync(CoreJobs.ForceGc, context.State.Snapshot(), cancel);

    /// <summary>Counts all job summaries anew.</summary>
    public async Task<ulong> ReconcileSummariesAsync(CancellationToken cancel) =>
        (await context.Proposer.ProposeAsync(new ReconcileSummaries(), cancel)).Index;
}
