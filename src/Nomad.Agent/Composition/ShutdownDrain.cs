using System.Net;
using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Configuration;
using Nomad.Configuration.Settings;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>
/// <c>client.drain_on_shutdown</c>: a client that leaves drains its own node and waits until its work has moved. It asks over the HTTP API
/// of its own agent, which knows the way to the servers.
/// </summary>
internal sealed class ShutdownDrain(AgentConfiguration configuration, string nodeId, ILog log)
{
    /// <summary>Waited beyond the deadline for the servers to notice that the drain is over.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the drain has ended, or could not be had; the log says which.</summary>
    public async Task RunAsync(DrainSettings drain, CancellationToken stop)
    {
        log.Info($"draining the node before shutdown: deadline={drain.Deadline} force={drain.Force} ignore_system_jobs={drain.IgnoreSystemJobs}".ToLowerInvariant());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(drain.Deadline + Grace);
        using var api = new NomadClient(Own());
        try
        {
            await api.Nodes.DrainAsync(nodeId, Request(drain), stop: limit.Token);
            while ((await api.Nodes.GetAsync(nodeId, stop: limit.Token)).Value.DrainStrategy is not null)
                await Task.Delay(Poll, limit.Token);
            log.Info("the node is drained");
        }
        catch (OperationCanceledException)
        {
            log.Warn("the node was not drained in time; what still runs on it is replaced when the servers miss it");
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            log.Warn($"the node cannot be drained: {problem.Message}");
        }
    }

    /// <summary>How long an agent's leave may take for its drain.</summary>
    public static TimeSpan Longest(DrainSettings? drain) => drain is null ? TimeSpan.Zero : drain.Deadline + Grace;

    public static JsonObject Request(DrainSettings drain) => new()
    {
        ["DrainSpec"] = new JsonObject
        {
            // Negative: at once, without waiting for replacements.
            ["Deadline"] = drain.Force ? -1 : drain.Deadline.Ticks * 100,
            ["IgnoreSystemJobs"] = drain.IgnoreSystemJobs,
        },
        ["MarkEligible"] = false,
        ["Meta"] = new JsonObject { ["message"] = "shutting down" },
    };

    private NomadAddress Own()
    {
        var listens = IPEndPoint.Parse(configuration.NormalizedAddrs.HTTP[0]);
        if (listens.Address.Equals(IPAddress.Any))
            listens.Address = IPAddress.Loopback;
        else if (listens.Address.Equals(IPAddress.IPv6Any))
            listens.Address = IPAddress.IPv6Loopback;
        var tls = configuration.TLSConfig;
        return tls.EnableHTTP
            // To itself: who answers on its own address needs no proof, but may ask for one.
            ? new NomadAddress { Url = new Uri($"https://{listens}"), Tls = new NomadTls { ClientCertificate = tls.CertFile, ClientKey = tls.KeyFile, SkipVerify = true } }
            : new NomadAddress { Url = new Uri($"http://{listens}") };
    }
}
