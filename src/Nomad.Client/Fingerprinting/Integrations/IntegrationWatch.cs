using System.Text.Json;
using Nomad.Client.Registration;
using Nomad.Model;
using Nomad.Model.Logging;

namespace Nomad.Client.Fingerprinting.Integrations;

/// <summary>
/// Looks for Consul and Vault beside a running client. Their absence is normal: it is told once, and asked for again after longer and
/// longer pauses. What was found stays until <see cref="Again"/>. Never delays or fails the node.
/// </summary>
public sealed class IntegrationWatch(ClientOptions options, TimeProvider time, ILog log)
{
    private CancellationTokenSource lookAgain = new();

    /// <summary>The pause after the first failure, and the longest one.</summary>
    public (TimeSpan First, TimeSpan Longest) Pauses { get; init; } = (TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5));

    /// <summary>Called with what was known of a service before and what is now, when that changed. From any thread, several at a time.</summary>
    public Action<NodeFacts, NodeFacts> Changed { get; init; } = (_, _) => { };

    /// <summary>Asks all services anew, those that answered too.</summary>
    public void Again() => Interlocked.Exchange(ref lookAgain, new CancellationTokenSource()).Cancel();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Task> watched = [];
        if (FingerprintSet.Allowed("consul", options.Options))
        {
            watched.AddRange(options.Consul.Select(access => WatchAsync(new Kind("consul", ConsulFacts.Path,
                static (answer, access, secure) => ConsulFacts.Read(answer, access.Cluster, secure)), access, cancellation)));
        }
        if (FingerprintSet.Allowed("vault", options.Options))
        {
            watched.AddRange(options.Vault.Select(access => WatchAsync(new Kind("vault", VaultFacts.Path,
                static (answer, access, _) => VaultFacts.Read(answer, access.Cluster)), access, cancellation)));
        }
        await Task.WhenAll(watched);
    }

    private async Task WatchAsync(Kind kind, IntegrationAccess access, CancellationToken cancellation)
    {
        var said = log.For($"client.fingerprint_mgr.{kind.Name}");
        said.Write(LogSeverity.Debug, "client.fingerprint_mgr", $"fingerprinting periodically: fingerprinter={kind.Name} period={Duration.FromTimeSpan(Pauses.First)}");
        var backoff = new Backoff(Pauses.First, Pauses.Longest);
        var (warned, known) = (false, new NodeFacts());
        void Know(NodeFacts now)
        {
            if (!now.Attributes.SequenceEqual(known.Attributes))
                Changed(known, now);
            known = now;
        }
        while (true)
        {
            var again = Volatile.Read(ref lookAgain).Token;
            var pause = Timeout.InfiniteTimeSpan;
            try
            {
                // A client for each try: the next one sees certificates that were put in place meanwhile.
                using var client = new IntegrationClient(access);
                Know(kind.Read(await client.GetAsync(kind.Path, cancellation), access, client.Secure));
                said.Info($"{kind.Name} agent is available: cluster={access.Cluster}");
                backoff.Reset();
                warned = false;
            }
            catch (IntegrationException problem)
            {
                Know(new NodeFacts());
                pause = backoff.Next(Random.Shared.NextDouble());
                said.Write(warned ? LogSeverity.Debug : LogSeverity.Warn, $"client.fingerprint_mgr.{kind.Name}",
                    $"no {kind.Name} agent answers, looking for it again from time to time: cluster={access.Cluster} error=\"{problem.Message.Replace('"', '\'')}\"");
                warned = true;
            }
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, again);
            await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private sealed record Kind(string Name, string Path, Func<JsonElement, IntegrationAccess, bool, NodeFacts> Read);
}
