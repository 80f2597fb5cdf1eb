using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Agent.Http;
using Nomad.Agent.Http.Filtering;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Server.Snapshots;

namespace Nomad.Agent.Commands;

/// <summary><c>operator snapshot state</c>: the objects of a snapshot file as JSON. Needs no agent.</summary>
internal sealed class SnapshotStateCommand : Command
{
    public override string Name => "operator snapshot state";

    public override string Synopsis => "Displays the state stored in a Nomad snapshot file";

    public override string Usage => "[options] <file>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.List("filter", "expression", "Only objects that match, e.g. 'Namespace == \"prod\"'. Objects without the fields named do not match. May be given several times: all must match."),
    ];

    public override Task<int> RunAsync(CommandCall call)
    {
        List<FilterExpression> filters = [];
        foreach (var text in call.Flags.List("filter"))
        {
            try
            {
                filters.Add(FilterExpression.Parse(text));
            }
            catch (FilterException problem)
            {
                throw new CommandFailure($"Invalid filter \"{text}\": {problem.Message}");
            }
        }
        var (_, state) = SnapshotFile.Open(call.Arguments[0]);
        var document = new JsonObject();
        foreach (var kind in SnapshotContents.Of(state).Where(row => filters.All(filter => Matches(filter, row.Item))).GroupBy(row => row.Kind))
            document[kind.Key] = new JsonArray([.. kind.Select(row => JsonObject.Create(row.Item))]);
        call.Line(JsonText.Of(document, AgentJson.Default.JsonObject));
        return Task.FromResult(0);
    }

    private static bool Matches(FilterExpression filter, JsonElement item)
    {
        try
        {
            return filter.Matches(item);
        }
        catch (FilterException)
        {
            return false;
        }
    }
}
