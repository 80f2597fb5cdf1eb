using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Client.Registration;

namespace Nomad.Agent.Discovery;

/// <summary>Keeps this agent's services in the local Consul agent: puts back what is missing, takes them out when the agent stops.</summary>
internal sealed class ConsulAdvertisement : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>A stopping agent does not wait longer for Consul.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private readonly IntegrationAccess access;
    private readonly IReadOnlyList<AdvertisedService> services;
    private readonly Task running;
    private bool known;

    public ConsulAdvertisement(IntegrationAccess access, IReadOnlyList<AdvertisedService> services, ConsulVoice voice, TimeProvider time)
    {
        (this.access, this.services) = (access, services);
        running = RunAsync(voice, time);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        if (!known)
            return;
        using var limit = new CancellationTokenSource(StopPatience);
        try
        {
            using var client = new IntegrationClient(access);
            foreach (var service in services)
                await client.PutAsync($"v1/agent/service/deregister/{service.Id}", null, limit.Token);
        }
        catch (Exception problem) when (problem is IntegrationException or OperationCanceledException)
        {
            // Consul stopped first; its checks find that nobody listens.
        }
    }

    private async Task RunAsync(ConsulVoice voice, TimeProvider time)
    {
        var backoff = new Backoff(FirstPause, LongestPause);
        while (true)
        {
            var pause = Interval;
            try
            {
                await PutMissingAsync(stop.Token);
                voice.Answered();
                backoff.Reset();
            }
            catch (IntegrationException problem)
            {
                voice.Missing("advertise this agent", problem);
                pause = backoff.Next(Random.Shared.NextDouble());
            }
            await Task.Delay(pause, time, stop.Token);
        }
    }

    // What is there already stays as it is: putting it again would begin its checks anew.
    private async Task PutMissingAsync(CancellationToken cancel)
    {
        using var client = new IntegrationClient(access);
        var present = await client.GetAsync("v1/agent/services", cancel);
        foreach (var service in services.Where(service => present.ValueKind != System.Text.Json.JsonValueKind.Object || !present.TryGetProperty(service.Id, out _)))
        {
            await client.PutAsync("v1/agent/service/register", service.Body(), cancel);
            known = true;
        }
        known = true;
    }
}
