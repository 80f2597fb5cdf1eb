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
        Flag.Boolean("dryrun", "Print the curl command that does the same, and do nothing."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var path = PathOf(call.Arguments[0]);
        var named = call.Flags.Text("X").ToUpperInvariant();
        var piped = call.Terminal.InputIsPiped && named is not ("GET" or "HEAD" or "DELETE") ? call.Terminal.In.ReadToEnd() : "";
        var body = piped.Length > 0 ? Encoding.UTF8.GetBytes(piped) : null;
        var method = new HttpMethod(named.Length > 0 ? named : body is null ? "GET" : "POST");
        var query = new Query { Filter = call.Flags.Text("filter") };
        if (call.Flags.Boolean("dryrun"))
        {
            call.Line($"curl \\\n  -X {method} \\\n{(body is null ? "" : "  --data-binary @- \\\n")}{(call.Api.Address.Token.Length > 0 ? "  -H \"X-Nomad-Token: ${NOMAD_TOKEN}\" \\\n" : "")}  \"{call.Api.UrlOf(path, query)}\"");
            return 0;
        }
        try
        {
            call.Terminal.Out.Write((await call.Api.SendTextAsync(method, path, body, query, call.Stop)).Value);
        }
        catch (NomadApiException refusal)
        {
            call.Line(refusal.Body);
        }
        catch (NomadConnectionException problem)
        {
            throw new CommandFailure($"Error performing request: {problem.Message}");
        }
        return 0;
    }

    // "jobs", "v1/jobs", "/v1/jobs" and a whole URL all mean the same route.
    private static string PathOf(string typed)
    {
        var path = typed.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(typed, UriKind.Absolute, out var url) ? url.PathAndQuery : typed;
        path = path.TrimStart('/');
        return path.StartsWith("v1/", StringComparison.Ordinal) ? "/" + path : "/v1/" + path;
    }
}
