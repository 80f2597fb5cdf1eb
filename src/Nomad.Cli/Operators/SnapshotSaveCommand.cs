using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Operators;

/// <summary><c>operator snapshot save</c>: the state of the servers as a file.</summary>
public sealed class SnapshotSaveCommand : Command
{
    public override string Name => "operator snapshot save";

    public override string Synopsis => "Saves snapshot of Nomad server state";

    public override string Usage => "[options] [<file>]";

    public override string Description =>
        "Takes a snapshot of everything the servers keep and writes it to a file that must not exist yet. Without a name the file is called " +
        "nomad-state-DATE-SECONDS.snap. \"nomad operator snapshot restore\" puts it back.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either no arguments or one: <file>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("stale", "Any server may answer, even without a leader; it may lack the newest writes."),
        Flag.Boolean("redact", "Leave out key material. Snapshots of this program hold none, so this changes nothing."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var now = call.Time.GetUtcNow();
        var path = call.Arguments.Count > 0 ? call.Arguments[0]
            : $"nomad-state-{now.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.snap";
        if (Path.Exists(path))
            throw CommandFailure.Usage($"Destination file already exists: \"{path}\"");
        var unverified = path + ".unverified";
        try
        {
            await FetchAsync(call, unverified);
            File.Move(unverified, path, overwrite: false);
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException or HttpRequestException
            or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            File.Delete(unverified);
            throw new CommandFailure($"Failed to get a snapshot: {problem.Message}");
        }
        call.Line($"State file written to {path}");
        return 0;
    }

    private static async Task FetchAsync(CommandCall call, string path)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await call.Api.DownloadAsync("/v1/operator/snapshot", file, new Query { Stale = call.Flags.Boolean("stale") }, call.Stop);
        file.Flush(flushToDisk: true);
    }
}
