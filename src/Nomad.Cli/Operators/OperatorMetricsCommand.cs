using System.Text.Json;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;

namespace Nomad.Cli.Operators;

/// <summary><c>operator metrics</c>: the figures of an agent, as the HTTP API has them.</summary>
public sealed class OperatorMetricsCommand : Command
{
    public override string Name => "operator metrics";

    public override string Synopsis => "Retrieve Nomad metrics";

    public override IReadOnlyList<Flag> Flags =>
    [
        .. JsonText.Flags,
        Flag.Boolean("pretty", "Print indented JSON."),
        Flag.Text("format", "format", "\"prometheus\" for Prometheus' text form. Default: JSON."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (template, json) = (call.Flags.Text("t"), call.Flags.Boolean("json"));
        if (json && template.Length > 0)
            throw new CommandFailure("json format does not support template option.");
        var query = Query.None.With("pretty", call.Flags.Boolean("pretty"));
        if (call.Flags.Text("format") is { Length: > 0 } format)
            query = query.With("format", format);
        var text = (await NodeStatusCommand.Asking(call, "Error getting metrics", () => call.Api.SendTextAsync(HttpMethod.Get, "/v1/metrics", null, query, call.Stop))).Value;
        if (json || template.Length > 0)
        {
            using var document = JsonDocument.Parse(text);
            text = json ? JsonText.Of(document.RootElement) : Templates.GoTemplate.Render(template, document.RootElement);
        }
        call.Line(text.TrimEnd('\n'));
        return 0;
    }
}
