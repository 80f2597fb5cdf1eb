using Microsoft.AspNetCore.Http;

namespace Nomad.Agent.Http.Answers;

/// <summary>Writes refusals: the text is the whole body. Codes for texts that crossed a hop follow spec http-api §1 "Error code mapping".</summary>
public static class FailureAnswer
{
    private static readonly (string Ending, int Code)[] CodeByEnding =
    [
        ("Permission denied", 403),
        ("ACL token not found", 403),
        ("Job registration, dispatch, and scale are disabled by the scheduler configuration", 403),
        ("Filter expression cannot be used with other filter parameters", 400),
    ];

    public static async Task WriteAsync(HttpContext http, int code, string text, bool keepHeaders = false)
    {
        if (http.Response.HasStarted)
        {
            http.Abort(); // a stream broke half way: ending it cleanly would look like its end
            return;
        }
        foreach (var header in keepHeaders ? [] : http.Response.Headers.Keys.Where(key => !CrossOrigin.Owns(key)).ToArray())
            http.Response.Headers.Remove(header);
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(text);
    }

    /// <summary>Code and text of an error that carries no code of its own.</summary>
    public static (int Code, string Text) Of(Exception problem)
    {
        foreach (var (ending, code) in CodeByEnding)
        {
            if (problem.Message.EndsWith(ending, StringComparison.Ordinal))
                return (code, ending);
        }
        return (500, problem.Message);
    }
}
