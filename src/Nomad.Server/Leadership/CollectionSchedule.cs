using Nomad.Server.Collection;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Leadership;

/// <summary>Puts collection of garbage before the workers, each kind in its own interval.</summary>
internal sealed class CollectionSchedule(EvaluationBroker broker, StateStore state, CollectionOptions options, ServerPorts ports)
{
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        EveryAsync(CoreJobs.EvalGc, options.EvalInterval, stop),
        EveryAsync(CoreJobs.JobGc, options.JobInterval, stop),
        EveryAsync(CoreJobs.NodeGc, options.NodeInterval, stop),
        EveryAsync(CoreJobs.DeploymentGc, options.DeploymentInterval, stop));

    private async Task EveryAsync(string coreJob, TimeSpan interval, CancellationToken stop)
    {
        if (interval <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(interval, ports.Time);
        while (await timer.WaitForNextTickAsync(stop))
            broker.Enqueue(NewEvaluation.Core(coreJob, state.Index, ports));
    }
}
