namespace Nomad.Api;

/// <summary>An agent refused a request. The message is <c>Unexpected response code: 404 (job not found)</c>.</summary>
public sealed class NomadApiException(int statusCode, string body)
    : Exception($"Unexpected response code: {statusCode} ({body})")
{
    public int StatusCode { get; } = statusCode;

    /// <summary>The agent's own words.</summary>
    public string Body { get; } = body;
}
