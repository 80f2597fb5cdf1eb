using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Server.Endpoints;
using Nomad.Server.Snapshots;

namespace Nomad.Server.Tests.Snapshots;

public sealed class SnapshotTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_restored_server_knows_what_it_knew_then_and_goes_on_scheduling()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        await RegisterAsync(server, "before");
        await ServerHarness.EventuallyAsync(() => Running(server, "before") == 1, "before runs");
        using var archive = new MemoryStream();
        server.SaveSnapshot(archive);
        await RegisterAsync(server, "after");
        await ServerHarness.EventuallyAsync(() => Running(server, "after") == 1, "after runs");

        archive.Position = 0;
        await server.RestoreSnapshotAsync(archive, None);
        Assert.NotNull(server.State.Snapshot().Job("default", "before"));
        Assert.Null(server.State.Snapshot().Job("default", "after"));

        await ServerHarness.EventuallyAsync(() => server.IsLeader, "leads again");
        await RegisterAsync(server, "later");
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfJob("default", "later").Any(), "later is placed");
    }

    [Fact]
    public async Task A_restored_state_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("nomad-snapshot-").FullName;
        try
        {
            using var archive = new MemoryStream();
            await using (var server = await ServerHarness.StartAsync(folder))
            {
                await RegisterAsync(server, "before");
                server.SaveSnapshot(archive);
                await RegisterAsync(server, "after");
                archive.Position = 0;
                await server.RestoreSnapshotAsync(archive, None);
                await RegisterAsync(server, "later");
            }
            await using var again = await ServerHarness.StartAsync(folder);
            Assert.Equal(["before", "later"], again.State.Snapshot().Jobs().Select(job => job.ID).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_new_server_takes_the_state_of_an_older_one_and_no_index_is_given_out_again()
    {
        var folder = Directory.CreateTempSubdirectory("nomad-snapshot-").FullName;
        try
        {
            using var archive = new MemoryStream();
            await using (var older = await ServerHarness.StartAsync())
            {
                for (var i = 0; i < 40; i++)
                    await RegisterAsync(older, $"job-{i}");
                older.SaveSnapshot(archive);
            }
            ulong reached;
            await using (var server = await ServerHarness.StartAsync(folder))
            {
                for (var round = 0; round < 2; round++)
                {
                    await RegisterAsync(server, "gone");
                    var before = server.State.Snapshot().Index;
                    archive.Position = 0;
                    await server.RestoreSnapshotAsync(archive, None);
                    Assert.InRange(server.State.Snapshot().Index, Math.Max(before, server.State.Snapshot().Jobs().Max(job => job.ModifyIndex)) + 1, ulong.MaxValue);
                    Assert.Null(server.State.Snapshot().Job("default", "gone"));
                }
                await RegisterAsync(server, "later");
                reached = server.State.Snapshot().Index;
            }
            await using var again = await ServerHarness.StartAsync(folder);
            await RegisterAsync(again, "last");
            Assert.Equal(42, again.State.Snapshot().Jobs().Count());
            Assert.InRange(again.State.Snapshot().Job("default", "last")!.ModifyIndex, reached + 1, ulong.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_damaged_archive_is_refused_and_changes_nothing()
    {
        await using var server = await ServerHarness.StartAsync();
        using var archive = new MemoryStream();
        server.SaveSnapshot(archive);
        await RegisterAsync(server, "web");
        var bytes = archive.ToArray();
        bytes[bytes.Length / 2] ^= 0x55;
        await Assert.ThrowsAsync<InvalidDataException>(() => server.RestoreSnapshotAsync(new MemoryStream(bytes), None));
        await Assert.ThrowsAsync<InvalidDataException>(() => server.RestoreSnapshotAsync(new MemoryStream("no archive"u8.ToArray()), None));
        Assert.NotNull(server.State.Snapshot().Job("default", "web"));
    }

    [Fact]
    public async Task An_archive_that_unpacks_to_more_than_the_limit_is_refused()
    {
        await using var server = await ServerHarness.StartAsync();
        using var archive = new MemoryStream();
        server.SaveSnapshot(archive);
        archive.Position = 0;
        using (var content = SnapshotArchive.Read(archive).Content)
            Assert.InRange(content.Length, 11, SnapshotArchive.MaxStateBytes);
        archive.Position = 0;
        Assert.Contains("state.bin in the snapshot is larger than 10 bytes", Assert.Throws<InvalidDataException>(() => SnapshotArchive.Read(archive, 10)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_can_be_looked_into_without_a_server()
    {
        using var archive = new MemoryStream();
        await using (var server = await ServerHarness.StartAsync())
        {
            await RegisterAsync(server, "web");
            server.SaveSnapshot(archive);
        }
        archive.Position = 0;
        var (header, state) = SnapshotArchive.Open(archive);
        Assert.Equal((1, state.Index), (header.Version, header.Index));
        Assert.StartsWith($"{header.Term}-{header.Index}-", header.ID);
        var job = Assert.Single(SnapshotContents.Of(state), row => row.Kind == "Jobs");
        Assert.Equal("web", job.Item.GetProperty("ID").GetString());
    }

    private static Task RegisterAsync(ServerAgent server, string id) =>
        server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(id, 1) }, None);

    private static int Running(ServerAgent server, string job) =>
        server.State.Snapshot().AllocationsOfJob("default", job).Count(alloc => alloc.ClientStatus == AllocClientStatus.Running);
}
