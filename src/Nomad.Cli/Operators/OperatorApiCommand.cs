using System.Text;
using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Operators;

/// <summary><c>operator api</c>: any request to the HTTP API, with the address and token of the environment.</summary>
public sealed class OperatorApiCommand : Command
{
    public override string Name => "operator api";

    public override string Synopsis => "Query Nomad's HTTP API";

    public override string Usage => "[options] <path>";

    public override string Description => "Sends a request to the HTTP API and prints the body of the answer. Exit code 0 for every answer, 1 when there is none.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "A path or URL is required";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("X", "method", "The method. Default: GET, or POST when something is piped in"),
        Flag.Text("filter", "expression", "The parameter \"filter\"."),
        Flag.List("H", "header", "A header of the request, \"Key: Value\"; may be repeated."),
        Flag.Boolean("verbose", "Print the headers of request and answer on standard error."),
        Flag.Boolean("dryrun", "Print the curl command that does the same, and do nothing."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var path = PathOf(call.Arguments[0]);
        var named = call.Flags.Text("X").ToUpperInvariant();
        var piped = call.Terminal.InputIsPiped && named is not ("GET" or "HEAD" or "DELETE") ? call.Terminal.In.ReadToEnd() : "";
        var body = piped.Length > 0 ? Encoding.UTF8.GetBytes(piped) : null;
        var method = new HttpMethod(named.Length > 0 ? named : body is null ? "GET" : "POST");
        var headers = call.Flags.List("H").Select(Header).ToArray();
        var query = new Query { Filter = call.Flags.Text("filter") };
        if (call.Flags.Boolean("dryrun"))
        {
            string[] options = [$"-X {method}", .. body is null ? (string[])[] : ["--data-binary @-"], .. headers.Select(header => $"-H {Quoted($"{header.Key}: {header.Value}")}"),
                .. call.Api.Address.Token.Length > 0 ? (string[])["-H \"X-Nomad-Token: ${NOMAD_TOKEN}\""] : []];
            call.Line($"curl \\\n{string.Concat(options.Select(option => $"  {option} \\\n"))}  \"{call.Api.UrlOf(path, query)}\"");
            return 0;
        }
        try
        {
            using var response = await call.Api.SendAsync(method, path, body, headers, query, call.Stop);
            if (call.Verbose)
                Tell(call, response);
            var text = await response.Content.ReadAsStringAsync(call.Stop);
            call.Terminal.Out.Write(response.IsSuccessStatusCode ? text : text.TrimEnd('\n') + "\n");
        }
        catch (NomadConnectionException problem)
        {
            throw new CommandFailure($"Error performing request: {problem.Message}");
        }
        return 0;
    }

    // For a shell, which takes everything between two of these signs as it is.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static KeyValuePair<string, string> Header(string typed) => typed.IndexOf(':') is > 0 and var colon
        ? new(typed[..colon].Trim(), typed[(colon + 1)..].Trim())
        : throw CommandFailure.Usage($"Invalid -H value \"{typed}\": it is not of the form \"Key: Value\"");

    private static void Tell(CommandCall call, HttpResponseMessage response)
    {
        var request = response.RequestMessage!;
        Print('>', $"{request.Method} {request.RequestUri!.PathAndQuery} HTTP/{request.Version}", request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default));
        Print('<', $"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(), response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated));

        void Print(char sign, string first, IEnumerable<KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues>> headers)
        {
            call.Terminal.Error.WriteLine($"{sign} {first}");
            foreach (var (key, values) in headers)
                call.Terminal.Error.WriteLine($"{sign} {key}: {(key == "X-Nomad-Token" ? "<redacted>" : values)}");
            call.Terminal.Error.WriteLine(sign);
        }
    }

    // "jobs", "v1/jobs", "/v1/jobs" and a whole URL all mean the same route.
    private static string PathOf(string typed)
    {
        var path = typed.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(typed, UriKind.Absolute, out var url) ? url.PathAndQuery : typed;
        path = path.TrimStart('/');
        return path.StartsWith("v1/", StringComparison.Ordinal) ? "/" + path : "/v1/" + path;
    }
}
