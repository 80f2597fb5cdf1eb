using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model;

namespace Nomad.Cli.Agents;

/// <summary><c>ui</c>: the address of the page of an object in the web interface.</summary>
public sealed class UiCommand : Command
{
    public override string Name => "ui";

    public override string Synopsis => "Open the Nomad Web UI";

    public override string Usage => "[options] <identifier>";

    public override string Description => "Prints the address of the web interface, or of the page of a job, allocation or node there.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes no or one optional argument, [<identifier>]";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("show-url", "Print the address (this program never starts a browser itself).")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var page = "/ui/";
        if (call.Arguments.Count == 1)
        {
            var typed = call.Arguments[0];
            var found = (await NodeStatusCommand.Asking(call, $"Error querying search with id: \"{typed}\"", () => call.Api.Operator.SearchAsync(typed, stop: call.Stop)))
                .Value.Matches.OrEmpty();
            page = Page(found, "jobs", "/ui/jobs/", typed) ?? Page(found, "allocs", "/ui/allocations/", typed) ?? Page(found, "nodes", "/ui/clients/", typed)
                ?? throw new CommandFailure($"No matches found for id \"{typed}\"");
        }
        call.Line($"URL for web UI: {call.Api.Address.Url.GetLeftPart(UriPartial.Authority)}{page}");
        return 0;
    }

    private static string? Page(IReadOnlyDictionary<string, IReadOnlyList<string>> found, string kind, string start, string typed)
    {
        var ids = found.GetValueOrDefault(kind).OrEmpty();
        var id = ids.Contains(typed) ? typed : ids.Count == 1 ? ids[0] : null;
        return id is null ? null : start + Uri.EscapeDataString(id);
    }
}
