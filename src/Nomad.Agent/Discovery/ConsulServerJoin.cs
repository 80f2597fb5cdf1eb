using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Client.Registration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Discovery;

/// <summary>Joins the servers that Consul's catalog lists, for as long as this server has no leader.</summary>
internal sealed class ConsulServerJoin : IAsyncDisposable
{
    /// <summary>Between two looks at whether there is a leader, and at the catalog while there is none.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    /// <param name="catalog">Where to look.</param>
    /// <param name="pool">Whether somebody must be found, and how to join them: how many answered, and why others did not.</param>
    /// <param name="delay">Before the first look: what else is configured goes first.</param>
    /// <param name="voice">What is said of Consul.</param>
    /// <param name="time">Paces the looks.</param>
    public ConsulServerJoin(ConsulCatalog catalog, (Func<bool> Alone, Func<IReadOnlyList<string>, CancellationToken, Task<(int, string)>> Join) pool,
        bool delay, ConsulVoice voice, TimeProvider time) => running = RunAsync(catalog, pool, delay, (voice, time));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task RunAsync(ConsulCatalog catalog, (Func<bool> Alone, Func<IReadOnlyList<string>, CancellationToken, Task<(int Joined, string Error)>> Join) pool,
        bool delay, (ConsulVoice Voice, TimeProvider Time) ports)
    {
        var backoff = new Backoff(Interval, LongestPause);
        var pause = delay ? Interval : TimeSpan.Zero;
        while (true)
        {
            await Task.Delay(pause, ports.Time, stop.Token);
            pause = Interval;
            if (!pool.Alone())
                continue;
            try
            {
                var found = await catalog.FindAsync("serf", stop.Token);
                ports.Voice.Answered();
                backoff.Reset();
                if (found.Count == 0)
                    continue;
                var (joined, error) = await pool.Join(found, stop.Token);
                if (joined > 0)
                    ports.Voice.Log.Info($"contacted servers of the consul catalog: servers={string.Join(",", found)} num_servers={joined}");
                else
                    ports.Voice.Log.Debug($"no server of the consul catalog answered: error=\"{error}\"");
            }
            catch (IntegrationException problem)
            {
                ports.Voice.Missing("find servers", problem);
                pause = backoff.Next(Random.Shared.NextDouble());
            }
        }
    }
}
