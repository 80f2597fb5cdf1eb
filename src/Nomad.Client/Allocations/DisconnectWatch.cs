using Nomad.Client.Registration;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Logging;
using Nomad.Rpc;

namespace Nomad.Client.Allocations;

/// <summary>Stops allocations that must not outlive the contact with the servers for longer than their job allows.</summary>
internal sealed class DisconnectWatch(AllocSet allocations, NodeRegistration registration, TimeProvider time, ILog log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SteadyClock clock = new(time);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var started = clock.Now;
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var silence = registration.Silence ?? clock.Now - started;
            foreach (var runner in allocations.All)
            {
                if (runner.IsTerminal || runner.Group.StopOnClientAfter() is not { } limit || silence <= limit)
                    continue;
                log.Info($"stopping alloc: no contact with servers for longer than stop_on_client_after: alloc_id={runner.Id}");
                runner.Stop();
            }
        }
    }
}
