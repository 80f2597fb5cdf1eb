using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Nomad.Agent.Http;

namespace Nomad.Agent.Peers;

/// <summary>
/// Passes a request on to another agent as it is and its answer back as it comes: blocking queries, streams of logs and the
/// WebSockets of <c>exec</c> alike. Any thread.
/// </summary>
internal sealed class RequestForwarder(PeerCalls calls)
{
    /// <summary>Counts how often a request was passed on.</summary>
    public const string HopsHeader = "X-Nomad-Hops";

    /// <summary>To a region, to its leader, to a node: more means that agents disagree about who leads.</summary>
    private const int MaxHops = 4;

    // They belong to one connection (RFC 9110 §7.6.1).
    private static readonly HashSet<string> ConnectionHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", HopsHeader, "Content-Length",
    };

    /// <summary>A leader that has just stepped down still answers: it gets this long before what became of a write is called unknown.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>Passes on and answers.</summary>
    /// <param name="moved">Whoever was asked is not the right one any more.</param>
    /// <exception cref="LeaderMovedException">So it was before the answer began; the request changes nothing and may be asked again.</exception>
    /// <exception cref="PeerUnreachableException">The other agent was not reached, so nothing was asked of it.</exception>
    /// <exception cref="HttpFailure">It broke off, or nobody feels responsible.</exception>
    public async Task ForwardAsync(ApiCall call, string target, CancellationToken moved)
    {
        var http = call.Http;
        var hops = int.TryParse(http.Request.Headers[HopsHeader], out var before) ? before + 1 : 1;
        if (hops > MaxHops)
            throw new HttpFailure(500, "No cluster leader");
        var upgrade = http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature ? feature : null;
        using var request = await RequestAsync(call, target, hops, upgrade is not null);
        HttpResponseMessage answer;
        var changesNothing = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var late = moved.UnsafeRegister(_ => limit.CancelAfter(changesNothing ? TimeSpan.Zero : LastWord), null);
        try
        {
            answer = await calls.Invoker.SendAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (moved.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            throw changesNothing ? new LeaderMovedException()
                : new HttpFailure(500, "rpc error: the leader did not answer and another server leads now: this may have been done or not; look before asking again");
        }
        catch (HttpRequestException problem)
        {
            var reason = problem.InnerException?.Message ?? problem.Message;
            if (reason == PeerCalls.NoPathToNode)
                throw HttpFailure.NotFound(reason);
            throw problem.HttpRequestError == HttpRequestError.ConnectionError ? new PeerUnreachableException(reason) : new HttpFailure(500, $"rpc error: {reason}");
        }
        using (answer)
        {
            http.Response.StatusCode = (int)answer.StatusCode;
            CopyHeaders(answer, http.Response);
            if (upgrade is not null && answer.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols)
                await TunnelAsync(answer, upgrade, http);
            else
                await CopyAsync(answer, http);
        }
    }

    private static async Task<HttpRequestMessage> RequestAsync(ApiCall call, string target, int hops, bool upgrade)
    {
        var from = call.Http.Request;
        var raw = call.Http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(target + raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = System.Net.HttpVersion.Version11,
        };
        if (call.IsStreamed)
        {
            request.Content = new StreamContent(from.Body);
            request.Content.Headers.ContentLength = from.ContentLength;
        }
        else
        {
            // Whole, so that what was read here already is not missing there; bounded by ApiCall.LargestBody.
            var body = upgrade ? default : await call.OptionalBytesAsync();
            if (body.Length > 0)
                request.Content = new ReadOnlyMemoryContent(body);
        }
        foreach (var (name, values) in from.Headers)
        {
            if (ConnectionHeaders.Contains(name))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        if (upgrade)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", from.Headers.Upgrade.ToString());
        }
        request.Headers.TryAddWithoutValidation(HopsHeader, hops.ToString());
        return request;
    }

    private static void CopyHeaders(HttpResponseMessage answer, HttpResponse response)
    {
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!ConnectionHeaders.Contains(name) && !name.Equals("Date", StringComparison.OrdinalIgnoreCase))
                response.Headers[name] = values.ToArray();
        }
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpContext http)
    {
        // A HEAD, a 204 or a 304 has nothing to copy.
        await using var content = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = new byte[16 * 1024];
        for (int count; (count = await content.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private static async Task TunnelAsync(HttpResponseMessage answer, IHttpUpgradeFeature upgrade, HttpContext http)
    {
        http.Response.Headers.Connection = "Upgrade";
        http.Response.Headers.Upgrade = answer.Headers.Upgrade.ToString();
        await using var there = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        await using var here = await upgrade.UpgradeAsync();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var down = PumpAsync(there, here, either.Token);
        var up = PumpAsync(here, there, either.Token);
        // WebSockets say goodbye in both directions before either side hangs up, so the first end is the end.
        await Task.WhenAny(down, up);
        await either.CancelAsync();
        await Task.WhenAll(down, up);
    }

    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancel)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            for (int count; (count = await from.ReadAsync(buffer, cancel)) > 0;)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancel);
                await to.FlushAsync(cancel);
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side hung up; the other is told by the end of the tunnel.
        }
    }
}
