using System.Text.Json;

namespace Nomad.Rpc;

/// <summary>The other side refused: the text is for people, in the original's words; the code is the HTTP status it maps to.</summary>
public class RpcException(string text, int code = 500) : Exception(text)
{
    public int Code { get; } = code;

    public static RpcException NotFound(string text) => new(text, 404);

    public static RpcException BadRequest(string text) => new(text, 400);

    /// <summary>JSON that cannot be read or does not fit, with the place.</summary>
    public static RpcException BadJson(JsonException problem) => BadRequest(JsonProblem.Text(problem));
}

/// <summary>No server can answer now (none known, or no leader); the same call may succeed later.</summary>
public sealed class NoServersException(string text = "No cluster leader") : RpcException(text);
