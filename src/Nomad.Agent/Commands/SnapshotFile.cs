using Nomad.Cli.Invocation;
using Nomad.Server.Snapshots;
using Nomad.Server.State;

namespace Nomad.Agent.Commands;

/// <summary>A snapshot file of the command line.</summary>
internal static class SnapshotFile
{
    /// <summary>Reads it. Throws <see cref="CommandFailure"/> naming it when it is missing or damaged.</summary>
    public static (SnapshotHeader Header, StateSnapshot State) Open(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return SnapshotArchive.Open(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailure($"Error reading snapshot file \"{path}\": {problem.Message}");
        }
    }
}
