namespace Nomad.Agent.Http;

/// <summary>A refusal with its status code; the text is the whole body of the answer.</summary>
public sealed class HttpFailure(int statusCode, string text) : Exception(text)
{
    public int StatusCode { get; } = statusCode;

    /// <summary>Headers set before (the index of a read) go out with the refusal.</summary>
    public bool KeepHeaders { get; init; }

    public static HttpFailure BadRequest(string text) => new(400, text);

    public static HttpFailure NotFound(string text) => new(404, text);

    public static HttpFailure InvalidMethod() => new(405, "Invalid method");
}
