using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Nomad.Agent.Http.Answers;
using Nomad.Agent.Http.Bodies;
using Nomad.Agent.Http.Queries;
using Nomad.Jobspec.Admission;
using Nomad.Rpc;

namespace Nomad.Agent.Http;

/// <summary>One request on its way through a route: its parameters, its options, its body, and the ways to answer.</summary>
public sealed class ApiCall(HttpContext http, IReadOnlyDictionary<string, string> parameters, QueryOptions options)
{
    /// <summary>The largest body read, in bytes. A larger one is refused with 413.</summary>
    public const int LargestBody = 64 * 1024 * 1024;

    private ReadOnlyMemory<byte>? body;

    public HttpContext Http { get; } = http;

    public QueryOptions Options { get; } = options;

    /// <summary>The body is larger than memory should hold: whoever answers or passes it on takes it as it comes.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>The path as it was asked for, without the query.</summary>
    public string Path => Http.Request.Path.Value ?? "";

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A path parameter of the route's pattern.</summary>
    public string this[string parameter] => parameters[parameter];

    /// <summary>A query parameter, "" when absent.</summary>
    public string Text(string key) => Http.Request.Query.TryGetValue(key, out var value) ? value.ToString() : "";

    /// <summary>The caller's token: header <c>X-Nomad-Token</c>, else a bearer token, else "".</summary>
    public string Token
    {
        get
        {
            var own = Http.Request.Headers["X-Nomad-Token"].ToString().Trim();
            if (own.Length > 0)
                return own;
            var bearer = Http.Request.Headers.Authorization.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return bearer.Length >= 2 && bearer[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? bearer[1] : "";
        }
    }

    /// <summary>The body as a typed value. 400 when empty or not the JSON it should be.</summary>
    public async Task<T> BodyAsync<T>(JsonTypeInfo<T> type) => Parse(await BytesAsync(), type);

    /// <summary>Bytes that were read before, as a typed value.</summary>
    public T Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) ?? throw HttpFailure.BadRequest("Request body is empty");
        }
        catch (JsonException problem)
        {
            throw HttpFailure.BadRequest(JsonProblem.Text(problem));
        }
    }

    /// <summary>The body as a JSON object, for documents whose absent fields matter.</summary>
    public async Task<JsonObject> DocumentAsync() => BodyDocument.Read(await BytesAsync());

    /// <summary>As <see cref="DocumentAsync"/>, with the job in it as admission reads it.</summary>
    public async Task<JsonObject> JobRequestAsync() => BodyDocument.Read(await BytesAsync(), JobAdmission.Read);

    /// <summary>The raw body. 400 when there is none.</summary>
    public async Task<ReadOnlyMemory<byte>> BytesAsync()
    {
        var bytes = await OptionalBytesAsync();
        return bytes.Length == 0 ? throw HttpFailure.BadRequest("Request body is empty") : bytes;
    }

    /// <summary>The raw body, empty when there is none.</summary>
    public async Task<ReadOnlyMemory<byte>> OptionalBytesAsync()
    {
        if (body is { } read)
            return read;
        try
        {
            using var buffer = new MemoryStream();
            await Http.Request.Body.CopyToAsync(buffer, Aborted);
            body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
            return body.Value;
        }
        catch (BadHttpRequestException problem)
        {
            throw new HttpFailure(problem.StatusCode, problem.StatusCode == 413
                ? $"the request body is larger than {LargestBody} bytes" : problem.Message);
        }
    }

    /// <summary>Answers 200 with <paramref name="value"/> as JSON.</summary>
    public Task JsonAsync<T>(T value, JsonTypeInfo<T> type) => JsonAnswer.WriteAsync(Http.Response, value, type, Options.Pretty);

    /// <summary>Answers 200 with nothing, as routes do that have nothing to say.</summary>
    public static Task EmptyAsync() => Task.CompletedTask;

    /// <summary>Marks a request that was answered from the state of this agent.</summary>
    internal static readonly object ReadHere = new();

    /// <summary>
    /// What a stale answer says of its age: whether the server that answers knows a leader, and how long ago it heard it. Asked when the
    /// answer is given, which may be minutes after the question.
    /// </summary>
    public Func<(bool KnownLeader, TimeSpan LastContact)> Contact { get; set; } = static () => (true, TimeSpan.Zero);

    /// <summary>Sets the index headers of a read.</summary>
    public void SetReadHeaders(ulong index)
    {
        SetIndex(index);
        Http.Items[ReadHere] = true;
        var (knownLeader, lastContact) = Contact();
        Http.Response.Headers["X-Nomad-KnownLeader"] = knownLeader ? "true" : "false";
        Http.Response.Headers["X-Nomad-LastContact"] = ((long)lastContact.TotalMilliseconds).ToString();
    }

    /// <summary>Sets the index header of a write.</summary>
    public void SetIndex(ulong index) => Http.Response.Headers["X-Nomad-Index"] = index.ToString();
}
