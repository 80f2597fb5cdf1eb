using System.Text.Json;
using Nomad.Agent.Composition;
using Nomad.Agent.Http;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Peers;
using Nomad.Model.Jobs;
using Nomad.Server.Regions;

namespace Nomad.Agent.Regions;

/// <summary>Asks servers of other regions, over the sessions between agents. Any thread.</summary>
internal sealed class RegionCalls(PeerPieces peers, Func<ServerMembership?> membership)
{
    /// <summary>A region that takes longer counts as out of reach.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What says for whom a request is made goes along with it.
    private static readonly string[] Credentials = ["X-Nomad-Token", "Authorization"];

    /// <summary>How a region stands to a job; null when it does not answer.</summary>
    public async Task<RegionStanding?> StandingAsync(string region, NamespacedID job, CancellationToken cancel)
    {
        try
        {
            var (status, body) = await SendAsync(region, new RegionRequest(HttpMethod.Get,
                $"{ServerCallRoutes.Region}?namespace={Uri.EscapeDataString(job.Namespace)}&job={Uri.EscapeDataString(job.ID)}"), null, cancel);
            return status == 200 ? JsonSerializer.Deserialize(body, ServerCallJson.Default.RegionStanding) : null;
        }
        catch (Exception problem) when (problem is HttpFailure or JsonException)
        {
            return null;
        }
    }

    /// <summary>Sends a request to a server of a region, in the name of whoever made <paramref name="call"/>.</summary>
    /// <exception cref="HttpFailure">The region is unknown, or does not answer.</exception>
    public async Task<(int Status, byte[] Body)> SendAsync(string region, RegionRequest request, ApiCall? call, CancellationToken cancel)
    {
        var servers = membership()?.ServersOf(region) ?? [];
        if (servers.Count == 0)
            throw new HttpFailure(500, $"No path to region \"{region}\"");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var message = new HttpRequestMessage(request.Method, PeerCalls.Server(servers[Random.Shared.Next(servers.Count)]) + request.Path
            + (request.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "region=" + Uri.EscapeDataString(region))
        {
            Version = System.Net.HttpVersion.Version11,
            Content = request.Body is null ? null : new ByteArrayContent(request.Body),
        };
        foreach (var name in call is null ? [] : Credentials)
            if (call!.Http.Request.Headers.TryGetValue(name, out var values))
                message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        if (request.Rollout is { } rollout)
            message.Headers.TryAddWithoutValidation(RegionRegistration.Header, rollout);
        try
        {
            using var answer = await peers.SendAsync(message, limit.Token);
            return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(limit.Token));
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new HttpFailure(500, $"region \"{region}\" does not answer: {problem.Message}");
        }
    }
}

/// <summary>One request to another region; <paramref name="Rollout"/> is the value of <see cref="RegionRegistration.Header"/>, null without.</summary>
internal sealed record RegionRequest(HttpMethod Method, string Path, byte[]? Body = null, string? Rollout = null);
