using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Model.Json;

namespace Nomad.Api;

/// <summary>
/// A client of one agent's HTTP API. Thread-safe; keep one for as long as you talk to the agent.
/// Refusals throw <see cref="NomadApiException"/>, a missing agent throws <see cref="NomadConnectionException"/>.
/// </summary>
public sealed class NomadClient : IDisposable
{
    private readonly HttpClient http;

    public NomadClient(NomadAddress address)
    {
        Address = address;
        http = new HttpClient(Handler(address)) { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = BaseOf(address.Url) };
        if (address.Token.Length > 0)
            http.DefaultRequestHeaders.Add("X-Nomad-Token", address.Token);
        if (address.BasicAuthentication.Length > 0)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(
                address.BasicAuthentication.Contains(':', StringComparison.Ordinal) ? address.BasicAuthentication : address.BasicAuthentication + ":")));
        Jobs = new JobsApi(this);
        Nodes = new NodesApi(this);
        Allocations = new AllocationsApi(this);
        Evaluations = new EvaluationsApi(this);
        Deployments = new DeploymentsApi(this);
        Agent = new AgentApi(this);
        Operator = new OperatorApi(this);
        Events = new EventsApi(this);
    }

    public NomadAddress Address { get; }

    public JobsApi Jobs { get; }

    public NodesApi Nodes { get; }

    public AllocationsApi Allocations { get; }

    public EvaluationsApi Evaluations { get; }

    public DeploymentsApi Deployments { get; }

    public AgentApi Agent { get; }

    public OperatorApi Operator { get; }

    public EventsApi Events { get; }

    /// <summary>
    /// Reads a document. <paramref name="path"/> starts at <c>/v1/</c>, its parts already escaped. <paramref name="type"/> is asked while the
    /// request is under way: in a short command, getting ready to read the first answer takes as long as the answer itself.
    /// </summary>
    public async Task<Answer<T>> GetAsync<T>(string path, Func<ModelJsonContext, JsonTypeInfo<T>> type, Query? query = null, CancellationToken stop = default)
    {
        var sending = SendAsync(HttpMethod.Get, path, query, null, HttpCompletionOption.ResponseContentRead, stop);
        var reading = type(ModelJson.Default);
        using var response = await sending;
        return await ReadAsync(response, reading, stop);
    }

    /// <summary>Writes a document and reads the answer.</summary>
    public async Task<Answer<TOut>> PutAsync<TIn, TOut>(string path, TIn body, JsonTypeInfo<TIn> bodyType, JsonTypeInfo<TOut> type,
        Query? query = null, CancellationToken stop = default)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        using var response = await SendAsync(HttpMethod.Put, path, query, bytes, HttpCompletionOption.ResponseContentRead, stop);
        return await ReadAsync(response, type, stop);
    }

    /// <summary>Any request with any body; the answer is raw text.</summary>
    public async Task<Answer<string>> SendTextAsync(HttpMethod method, string path, byte[]? body, Query? query = null, CancellationToken stop = default)
    {
        using var response = await SendAsync(method, path, query, body, HttpCompletionOption.ResponseContentRead, stop);
        return WithHeaders(response, await response.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Any request with further headers, and the answer as it came, refusals as well. Dispose it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body, IEnumerable<KeyValuePair<string, string>> headers,
        Query? query = null, CancellationToken stop = default)
    {
        using var request = Request(method, Target(path, query), body);
        foreach (var (key, value) in headers)
        {
            request.Headers.Remove(key);
            if (!request.Headers.TryAddWithoutValidation(key, value) && request.Content is { } content)
            {
                content.Headers.Remove(key);
                content.Headers.TryAddWithoutValidation(key, value);
            }
        }
        return await SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
    }

    /// <summary>Deletes, and reads the answer.</summary>
    public async Task<Answer<T>> DeleteAsync<T>(string path, Func<ModelJsonContext, JsonTypeInfo<T>> type, Query? query = null, CancellationToken stop = default)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, query, null, HttpCompletionOption.ResponseContentRead, stop);
        return await ReadAsync(response, type(ModelJson.Default), stop);
    }

    /// <summary>Opens a stream of bytes (files, logs, monitors). Dispose it to hang up.</summary>
    public async Task<Stream> OpenAsync(string path, Query? query = null, CancellationToken stop = default)
    {
        var response = await SendAsync(HttpMethod.Get, path, query, null, HttpCompletionOption.ResponseHeadersRead, stop);
        return await response.Content.ReadAsStreamAsync(stop);
    }

    /// <summary>Copies what a route answers to <paramref name="target"/>. Throws <see cref="InvalidDataException"/> when it is not what header <c>Digest</c> promises.</summary>
    public async Task DownloadAsync(string path, Stream target, Query? query = null, CancellationToken stop = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, query, null, HttpCompletionOption.ResponseHeadersRead, stop);
        await using var content = await response.Content.ReadAsStreamAsync(stop);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        for (int count; (count = await content.ReadAsync(buffer, stop)) > 0;)
        {
            sum.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), stop);
        }
        var promised = response.Headers.TryGetValues("Digest", out var values) ? values.First() : "";
        if (promised != "sha-256=" + Convert.ToBase64String(sum.GetHashAndReset()))
            throw new InvalidDataException("the answer does not have the digest that was promised");
    }

    /// <summary>Opens a WebSocket (exec). Dispose it to hang up. A refused upgrade throws <see cref="WebSocketException"/>.</summary>
    public async Task<WebSocket> OpenSocketAsync(string path, Query? query = null, CancellationToken stop = default)
    {
        var socket = new ClientWebSocket();
        try
        {
            if (Address.Token.Length > 0)
                socket.Options.SetRequestHeader("X-Nomad-Token", Address.Token);
            var url = new UriBuilder(UrlOf(path, query));
            url.Scheme = url.Scheme == "https" ? "wss" : "ws";
            using var connecting = new HttpMessageInvoker(Handler(Address));
            await socket.ConnectAsync(url.Uri, connecting, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The URL of a route, for WebSockets and messages.</summary>
    public Uri UrlOf(string path, Query? query = null) => new(http.BaseAddress!, Target(path, query));

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Query? query, byte[]? body, HttpCompletionOption completion,
        CancellationToken stop)
    {
        using var request = Request(method, Target(path, query), body);
        var response = await SendAsync(request, completion, stop);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new NomadApiException((int)response.StatusCode, (await response.Content.ReadAsStringAsync(stop)).TrimEnd('\n'));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken stop)
    {
        var target = request.RequestUri!.OriginalString;
        try
        {
            return await http.SendAsync(request, completion, stop);
        }
        catch (HttpRequestException problem)
        {
            throw new NomadConnectionException(Words(request.Method, target, problem), problem);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string target, byte[]? body) => new(method, target)
    {
        Content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private string Target(string path, Query? query)
    {
        var text = (query ?? Query.None).Text(Address);
        return path.Contains('?', StringComparison.Ordinal) && text.Length > 0 ? path + "&" + text[1..] : path + text;
    }

    // The words scripts know: Get "http://127.0.0.1:4646/v1/nodes": dial tcp 127.0.0.1:4646: connect: connection refused
    private string Words(HttpMethod method, string target, HttpRequestException problem)
    {
        var verb = method.Method[..1] + method.Method[1..].ToLowerInvariant();
        var reason = problem.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? $"dial tcp {Address.Url.Host}:{Address.Url.Port}: connect: connection refused"
            : problem.InnerException?.Message ?? problem.Message;
        return $"{verb} \"{Address.Url.GetLeftPart(UriPartial.Authority)}{target}\": {reason}";
    }

    private static async Task<Answer<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(stop);
        // A route with nothing to say answers with an empty body.
        return WithHeaders(response, bytes.Length == 0 ? default! : JsonSerializer.Deserialize(bytes, type)!);
    }

    private static Answer<T> WithHeaders<T>(HttpResponseMessage response, T value)
    {
        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : "";
        return new Answer<T>(value, ulong.TryParse(Header("X-Nomad-Index"), out var index) ? index : 0,
            Header("X-Nomad-KnownLeader") == "true", Header("X-Nomad-NextToken"));
    }

    private static Uri BaseOf(Uri url) => url.Scheme == "unix" ? new Uri("http://unix.sock") : new Uri(url.GetLeftPart(UriPartial.Authority));

    private static SocketsHttpHandler Handler(NomadAddress address)
    {
        var handler = new SocketsHttpHandler
        {
            // Within one machine packing and unpacking takes longer than carrying the text as it is.
            AutomaticDecompression = address.Url.IsLoopback || address.Url.Scheme == "unix"
                ? DecompressionMethods.None
                : DecompressionMethods.GZip | DecompressionMethods.Deflate,
            UseProxy = false, UseCookies = false, AllowAutoRedirect = true,
        };
        if (address.Url.Scheme == "unix")
            handler.ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Url.AbsolutePath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            };
        if (address.Tls is not null && address.Url.Scheme == "https")
            handler.SslOptions = address.Tls.Options(address.Url.Host);
        return handler;
    }
}
