using Microsoft.AspNetCore.Http;

namespace Nomad.Agent.Http.Answers;

/// <summary>Which answers pages of other origins may read, and their preflight (spec http-api §1, "CORS").</summary>
internal static class CrossOrigin
{
    private static readonly string[] Open = ["/v1/client/fs/", "/v1/client/stats", "/v1/client/allocation/", "/v1/client/metadata"];

    /// <summary>Sets the headers of an answer to <paramref name="path"/>. True when the request was a preflight, which needs no more.</summary>
    public static bool Apply(HttpContext http, string path)
    {
        var headers = http.Response.Headers;
        headers.Vary = "Accept-Encoding";
        if (!Open.Any(start => path.StartsWith(start, StringComparison.Ordinal)))
            return false;
        headers.Vary = "Accept-Encoding, Origin";
        var preflight = HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers.ContainsKey("Access-Control-Request-Method");
        if (preflight)
            headers.Vary = "Accept-Encoding, Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        if (http.Request.Headers.Origin.Count == 0)
            return preflight;
        headers["Access-Control-Allow-Origin"] = "*";
        headers["Access-Control-Allow-Credentials"] = "true";
        if (!preflight)
            return false;
        headers["Access-Control-Allow-Methods"] = http.Request.Headers["Access-Control-Request-Method"];
        if (http.Request.Headers["Access-Control-Request-Headers"] is { Count: > 0 } asked)
            headers["Access-Control-Allow-Headers"] = asked;
        return true;
    }

    /// <summary>True for a header that a refusal keeps.</summary>
    public static bool Owns(string header) => header == "Vary" || header.StartsWith("Access-Control-", StringComparison.Ordinal);
}
