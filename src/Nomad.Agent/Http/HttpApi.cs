using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Nomad.Agent.Http.Answers;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Agent.Peers;
using Nomad.Agent.Regions;
using Nomad.Model.Logging;
using Nomad.Rpc;

namespace Nomad.Agent.Http;

/// <summary>
/// The HTTP listener of an agent: Kestrel, one router, and one place where a request becomes an answer
/// (options read, access checked, handler run, failures turned into text).
/// </summary>
public sealed class HttpApi : IAsyncDisposable
{
    // What servers tell each other beside a user's request; from anybody else it is not heard, nor passed on.
    private static readonly string[] ServersWords = [RegionRegistration.Header];

    private readonly WebApplication web;
    private readonly Router router;
    private readonly HttpApiOptions options;
    private readonly ILog log;

    private HttpApi(WebApplication web, Router router, HttpApiOptions options, ILog log)
    {
        this.web = web;
        this.router = router;
        this.options = options;
        this.log = log;
    }

    /// <summary>Binds every address and starts to answer. Throws <see cref="IOException"/> naming an address that is taken.</summary>
    public static async Task<HttpApi> StartAsync(HttpApiOptions options, IEnumerable<Route> routes, ILog log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (options.Tls is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        if (options.Calls is { } calls)
            builder.Services.AddSingleton<IConnectionListenerFactory>(new SessionListenerFactory(calls));
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["application/json", "text/plain", "text/html"];
        });
        var web = builder.Build();
        var api = new HttpApi(web, new Router(routes), options, log.For("http"));
        web.UseResponseCompression();
        web.UseWebSockets();
        web.Run(api.AnswerAsync);
        await web.StartAsync();
        return api;
    }

    /// <summary>Stops listening; requests under way get a short time to end.</summary>
    public async ValueTask DisposeAsync()
    {
        log.Debug("shutting down http server");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await web.StopAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            log.Debug("http: ended requests that were still under way");
        }
        await web.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, HttpApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ApiCall.LargestBody;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null; // a follower of logs may be slow for hours
        var callers = new CallerCounts(options.MaxConnectionsPerCaller);
        foreach (var endpoint in options.Endpoints)
        {
            kestrel.Listen(endpoint, listen =>
            {
                listen.Use(next => connection => LimitAsync(callers, next, connection));
                options.Tls?.Invoke(listen);
            });
        }
        if (options.Calls is not null)
            kestrel.Listen(new SessionEndPoint());
    }

    private static async Task LimitAsync(CallerCounts callers, ConnectionDelegate next, ConnectionContext connection)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var caller })
        {
            await next(connection);
            return;
        }
        var few = callers.Enter(caller);
        try
        {
            if (few)
                await next(connection);
            else
                await connection.Transport.Output.WriteAsync("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        finally
        {
            callers.Leave(caller);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await RouteAsync(http);
        }
        catch (HttpFailure refusal)
        {
            await FailureAnswer.WriteAsync(http, refusal.StatusCode, refusal.Message, refusal.KeepHeaders);
        }
        catch (RpcException refusal)
        {
            await FailureAnswer.WriteAsync(http, refusal.Code, refusal.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody left to answer.
        }
        catch (Exception problem)
        {
            var (code, text) = FailureAnswer.Of(problem);
            log.Error($"request failed: method={http.Request.Method} path={http.Request.Path} error=\"{text}\" code={code}");
            if (options.LogStacks)
                log.Debug(problem.ToString());
            await FailureAnswer.WriteAsync(http, code, text);
        }
        Count(http);
        var took = TimeProvider.System.GetElapsedTime(started);
        log.Debug($"request complete: method={http.Request.Method} path={http.Request.Path}{http.Request.QueryString} duration={took.TotalMilliseconds:0.###}ms");
    }

    // Requests are those of other agents, queries all reads of the state that were answered here.
    private void Count(HttpContext http)
    {
        if (http.Features.Get<PeerCaller>() is not null)
        {
            options.Meters.Count("nomad.rpc.request");
            if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                options.Meters.Count("nomad.rpc.request_error");
        }
        if (http.Items.ContainsKey(ApiCall.ReadHere))
            options.Meters.Count("nomad.rpc.query");
    }

    private async Task RouteAsync(HttpContext http)
    {
        var peer = http.Features.Get<PeerCaller>()?.Hello;
        foreach (var name in peer is { Role: PeerRoles.Server } ? [] : ServersWords)
            http.Request.Headers.Remove(name);
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var preflight = CrossOrigin.Apply(http, raw);
        foreach (var (name, value) in options.ResponseHeaders)
            http.Response.Headers[name] = value;
        if (preflight)
            return;
        var (found, route, parameters) = router.Find(http.Request.Method, raw);
        if (!found)
        {
            if (DeadEnds.Of(raw) is { } refusal)
                throw refusal;
            http.Response.StatusCode = 404;
            return;
        }
        if (route is null)
            throw HttpMethods.IsGet(http.Request.Method) && DeadEnds.Of(raw) is { StatusCode: 400 } incomplete ? incomplete : DeadEnds.OfVerb(raw);
        // Before anything is passed on: the next agent would take the call for one of ours.
        if (route.Access.Kind == AccessKind.Peer && peer is null)
        {
            http.Response.StatusCode = 404;
            return;
        }
        var call = new ApiCall(http, parameters, QueryOptions.Read(http.Request.Query, options.Region, http.Request.Path == "/v1/event/stream"))
        {
            IsStreamed = route.StreamedBody > 0,
        };
        if (call.IsStreamed && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = route.StreamedBody;
        if (call.Options.Region != options.Region && !options.KnownRegions().Contains(call.Options.Region))
            throw new HttpFailure(500, "No path to region");
        if (options.Send is { } send && await send(route, call))
            return;
        await options.Authorize(route.Access, call);
        await route.Handler(call);
    }
}
