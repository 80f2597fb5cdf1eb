using System.Globalization;
using System.Text.Json;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Agent.Http.Clients;

/// <summary>Files and logs of allocations: lists, contents, streams (spec http-api §2.4 and §1.7).</summary>
internal sealed class FileRoutes(ClientAccess clients)
{
    private static readonly Access ReadFiles = Access.Namespace("read-fs");

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/client/fs/ls/{alloc}", ReadFiles, ListAsync),
        new(Verbs.Get, "/v1/client/fs/stat/{alloc}", ReadFiles, StatAsync),
        new(Verbs.Get, "/v1/client/fs/readat/{alloc}", ReadFiles, ReadAtAsync),
        new(Verbs.Get, "/v1/client/fs/cat/{alloc}", ReadFiles, CatAsync),
        new(Verbs.Get, "/v1/client/fs/stream/{alloc}", ReadFiles, StreamAsync),
        new(Verbs.Get, "/v1/client/fs/logs/{alloc}", Access.Namespace("read-logs|read-fs"), LogsAsync),
        // Without an allocation the path is right but says too little.
        new(Verbs.Get, "/v1/client/fs/{verb}", ReadFiles, _ => throw HttpFailure.BadRequest("must provide a valid alloc id")),
    ];

    private async Task ListAsync(ApiCall call)
    {
        var path = call.Text("path") is { Length: > 0 } given ? given : "/";
        await call.JsonAsync(await clients.Of(call["alloc"]).ListFilesAsync(call["alloc"], path, call.Aborted), ModelJson.Default.ListOfAllocFileInfo);
    }

    private async Task StatAsync(ApiCall call) =>
        await call.JsonAsync(await clients.Of(call["alloc"]).StatFileAsync(call["alloc"], RequirePath(call), call.Aborted), ModelJson.Default.AllocFileInfo);

    private Task ReadAtAsync(ApiCall call) => BytesAsync(call, new FileRange(RequirePath(call), Number(call, "offset", required: true), Number(call, "limit")));

    private Task CatAsync(ApiCall call) => BytesAsync(call, new FileRange(RequirePath(call)));

    private async Task BytesAsync(ApiCall call, FileRange range)
    {
        var client = clients.Of(call["alloc"]);
        var file = await client.StatFileAsync(call["alloc"], range.Path, call.Aborted);
        if (file.IsDir)
            throw HttpFailure.BadRequest($"file {range.Path} is a directory");
        var response = call.Http.Response;
        // A task must not be able to serve pages to an operator's browser.
        response.ContentType = file.ContentType is { Length: > 0 } type && !IsRendered(type) ? type : "text/plain";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        await foreach (var block in client.ReadFileAsync(call["alloc"], range, call.Aborted))
            await response.Body.WriteAsync(block, call.Aborted);
    }

    private Task StreamAsync(ApiCall call)
    {
        var request = new FileStreamRequest(RequirePath(call), Number(call, "offset"), Origin(call), call.Text("follow").Length == 0 || BooleanQuery.Read(call, "follow"));
        return FramesAsync(call, clients.Of(call["alloc"]).StreamFileAsync(call["alloc"], request, call.Aborted), "text/plain; charset=utf-8");
    }

    private Task LogsAsync(ApiCall call)
    {
        var task = call.Text("task") is { Length: > 0 } name ? name : throw HttpFailure.BadRequest("must provide task name");
        var type = call.Text("type");
        if (type is not ("stdout" or "stderr"))
            throw HttpFailure.BadRequest("must provide log type (stdout/stderr)");
        var request = new LogStreamRequest(task, type, Number(call, "offset"), Origin(call), Follow(call));
        return FramesAsync(call, clients.Of(call["alloc"]).StreamLogsAsync(call["alloc"], request, call.Aborted), "application/json");
    }

    /// <summary>Frames as a row of JSON objects, or with <c>plain=true</c> only their data.</summary>
    private static async Task FramesAsync(ApiCall call, IAsyncEnumerable<StreamFrame> frames, string framedType)
    {
        var plain = BooleanQuery.Read(call, "plain");
        var response = call.Http.Response;
        response.ContentType = plain ? "text/plain" : framedType;
        await foreach (var frame in frames.WithCancellation(call.Aborted))
        {
            if (!plain)
                await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(frame, ModelJson.Default.StreamFrame), call.Aborted);
            else if (frame.Data is { Length: > 0 } data)
                await response.Body.WriteAsync(data, call.Aborted);
            await response.Body.FlushAsync(call.Aborted);
        }
    }

    private static string RequirePath(ApiCall call) => call.Text("path") is { Length: > 0 } path ? path : throw HttpFailure.BadRequest("must provide a file name");

    private static bool Follow(ApiCall call)
    {
        var text = call.Text("follow");
        return text.Length > 0 && (BooleanQuery.TryParse(text, out var follow)
            ? follow : throw HttpFailure.BadRequest($"failed to parse follow field to boolean: strconv.ParseBool: parsing \"{text}\": invalid syntax"));
    }

    private static string Origin(ApiCall call) => call.Text("origin") switch
    {
        "" or "start" => "start",
        "end" => "end",
        _ => throw HttpFailure.BadRequest("origin must be start or end"),
    };

    private static long Number(ApiCall call, string key, bool required = false)
    {
        var text = call.Text(key);
        if (text.Length == 0 && !required)
            return 0;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : throw HttpFailure.BadRequest($"error parsing {key}: strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static bool IsRendered(string type) => type.Contains("html", StringComparison.OrdinalIgnoreCase) || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
        || type.Contains("svg", StringComparison.OrdinalIgnoreCase) || type.Contains("pdf", StringComparison.OrdinalIgnoreCase);
}
