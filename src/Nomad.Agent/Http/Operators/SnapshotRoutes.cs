using System.Security.Cryptography;
using Nomad.Agent.Http.Routing;
using Nomad.Raft;
using Nomad.Server.Snapshots;

namespace Nomad.Agent.Http.Operators;

/// <summary>The state of the whole cluster as a file, out and in.</summary>
internal sealed class SnapshotRoutes(AgentServices services)
{
    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/operator/snapshot", Access.To(AccessKind.Operator, "snapshot-save"), SaveAsync),
        new(Verbs.Write, "/v1/operator/snapshot", Access.Management, RestoreAsync) { StreamedBody = SnapshotArchive.MaxStateBytes },
    ];

    private async Task SaveAsync(ApiCall call)
    {
        var server = services.RequireServer();
        // Whole before the first byte leaves: its digest stands in the headers.
        await using var archive = Temporary();
        server.SaveSnapshot(archive);
        archive.Position = 0;
        var response = call.Http.Response;
        response.Headers["Digest"] = "sha-256=" + Convert.ToBase64String(await SHA256.HashDataAsync(archive, call.Aborted));
        call.SetReadHeaders(Math.Max(1, server.State.Index));
        response.ContentType = "application/x-gzip";
        archive.Position = 0;
        await archive.CopyToAsync(response.Body, call.Aborted);
    }

    private async Task RestoreAsync(ApiCall call)
    {
        await using var archive = Temporary();
        await call.Http.Request.Body.CopyToAsync(archive, call.Aborted);
        if (archive.Length == 0)
            throw HttpFailure.BadRequest("Request body is empty");
        archive.Position = 0;
        try
        {
            await services.RequireServer().RestoreSnapshotAsync(archive, call.Aborted);
        }
        catch (InvalidDataException problem)
        {
            throw HttpFailure.BadRequest($"failed to read snapshot file: {problem.Message}");
        }
        catch (RaftException problem)
        {
            throw new HttpFailure(500, $"failed to restore from snapshot: {problem.Message}");
        }
    }

    private static FileStream Temporary() => new(Path.Combine(Path.GetTempPath(), "nomad-" + Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
