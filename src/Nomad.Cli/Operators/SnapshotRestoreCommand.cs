using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Operators;

/// <summary><c>operator snapshot restore</c>: puts the servers back to the state of a snapshot.</summary>
public sealed class SnapshotRestoreCommand : Command
{
    public override string Name => "operator snapshot restore";

    public override string Synopsis => "Restore snapshot of Nomad server state";

    public override string Usage => "[options] <file>";

    public override string Description =>
        "Replaces everything the servers keep by a snapshot that \"nomad operator snapshot save\" wrote. All that was written since is lost: " +
        "this is for disasters. A damaged file is refused and changes nothing.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <file>";

    public override async Task<int> RunAsync(CommandCall call)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(call.Arguments[0], call.Stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"Error opening snapshot file: {problem.Message}");
        }
        await NodeStatusCommand.Asking(call, "Failed to restore snapshot", () => call.Api.SendTextAsync(HttpMethod.Put, "/v1/operator/snapshot", content, null, call.Stop));
        call.Line("Snapshot Restored");
        return 0;
    }
}
