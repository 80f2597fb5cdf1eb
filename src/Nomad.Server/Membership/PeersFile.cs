using System.Text.Json;
using Nomad.Raft;
using Nomad.Raft.Storage;
using RaftServer = Nomad.Raft.RaftServer;

namespace Nomad.Server.Membership;

/// <summary>
/// <c>peers.json</c> in a server's Raft directory: the group that shall count after most servers were lost for good. An operator writes it
/// on every server that is left; it is removed when that group has a leader and its own entry in the log.
/// </summary>
internal sealed class PeersFile(string path, IRaftFiles files, ILog log)
{
    private const int MaxBytes = 1024 * 1024;
    private const string Form = """[{"id": "NAME.REGION", "address": "HOST:PORT", "non_voter": false}]""";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>The group of the file, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no such list; the message names it and says what would be right.</exception>
    public RaftConfiguration? Read()
    {
        if (!files.Exists(path))
            return null;
        using var content = files.OpenRead(path);
        if (content.Length > MaxBytes)
            throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes; it should be like {Form}");
        try
        {
            using var document = JsonDocument.Parse(content);
            var group = new RaftConfiguration([.. document.RootElement.EnumerateArray().Select(ServerOf)]);
            if (group.VoterCount == 0 || group.Servers.DistinctBy(server => server.Id).Count() != group.Servers.Count)
                throw new InvalidDataException($"{path}: it needs at least one voter and each id once, like {Form}");
            log.Warn($"the group of servers is replaced by that of a file: path={path} group={group}");
            return group;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: it should be like {Form}: {problem.Message}", problem);
        }
    }

    /// <summary>Completes when the group is in the log for good and the file is removed.</summary>
    public async Task RemoveWhenDoneAsync(RaftNode raft, TimeProvider time, CancellationToken stop)
    {
        while (raft.Stats() is var now && (now.IsGroupReplaced || now.CommitIndex < now.LatestConfigurationIndex))
            await Task.Delay(Interval, time, stop);
        try
        {
            files.Delete(path);
            files.FlushDirectory(Path.GetDirectoryName(path)!);
            log.Info($"the group of the file is in force, the file is removed: path={path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error($"remove this file, it would replace the group again at the next start: path={path} error=\"{problem.Message}\"");
        }
    }

    private static RaftServer ServerOf(JsonElement element) => element.ValueKind is JsonValueKind.String
        ? throw new InvalidOperationException($"\"{element.GetString()}\" is an address only, as under Raft protocol 2; this is protocol 3, where every server has an id, too")
        : new RaftServer(Text(element, "id"), Text(element, "address"),
        element.TryGetProperty("non_voter", out var listens) && listens.GetBoolean() ? RaftSuffrage.Nonvoter : RaftSuffrage.Voter);

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new InvalidOperationException($"\"{name}\" is empty");
}
