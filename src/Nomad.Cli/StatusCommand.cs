using Nomad.Cli.Allocations;
using Nomad.Cli.Deployments;
using Nomad.Cli.Evaluations;
using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;
using Nomad.Cli.Nodes;
using Nomad.Model;

namespace Nomad.Cli;

/// <summary><c>status</c>: finds out what kind of thing an id belongs to and shows that thing's status.</summary>
public sealed class StatusCommand : Command
{
    public override string Name => "status";

    public override string Synopsis => "Display the status output for a resource";

    public override string Usage => "[options] <identifier>";

    public override string Description => "Display the status output for any given resource. The command will detect the type of resource being queried and display " +
        "the appropriate status output. Without an identifier the jobs are listed.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either no arguments or one: <identifier>";

    // The job flags are those that `status` had before it learned about other things.
    public override IReadOnlyList<Flag> Flags => new JobStatusCommand().Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
            return await new JobStatusCommand().RunAsync(call);
        var typed = call.Arguments[0];
        var found = (await NodeStatusCommand.Asking(call, $"Error querying search with id: \"{typed}\"", () => call.Api.Operator.SearchAsync(typed, stop: call.Stop))).Value
            .Matches.OrEmpty().Where(kind => kind.Value.OrEmpty().Count > 0).ToArray();
        if (found.Length == 0)
            throw new CommandFailure($"Unable to resolve ID: \"{typed}\"");
        var exact = found.Where(kind => kind.Value.OrEmpty().Contains(typed)).ToArray();
        if (exact.Length == 1)
            found = exact;
        if (found.Length == 1 && (found[0].Value.OrEmpty().Count == 1 || exact.Length == 1 || found[0].Key == "jobs") && CommandFor(found[0].Key) is { } command)
            return await command.RunAsync(call);
        call.Terminal.Error.WriteLine($"Multiple matches found for id \"{typed}\"");
        foreach (var (kind, ids) in found.OrderBy(kind => kind.Key, StringComparer.Ordinal))
            call.Terminal.Error.WriteLine($"\n{char.ToUpperInvariant(kind[0])}{kind[1..]}:\n{string.Join(", ", ids.OrEmpty())}");
        return 1;
    }

    private static Command? CommandFor(string kind) => kind switch
    {
        "jobs" => new JobStatusCommand(),
        "nodes" => new NodeStatusCommand(),
        "allocs" => new AllocStatusCommand(),
        "evals" => new EvalStatusCommand(),
        "deployment" => new DeploymentStatusCommand(),
        _ => null,
    };
}
