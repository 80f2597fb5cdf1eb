using Nomad.Client.LocalState;
using Nomad.Model.Allocations;

namespace Nomad.Client.Tests.LocalState;

public sealed class LocalStoreTests
{
    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Path, "state.db");
        await using (var store = LocalStore.Open(file))
        {
            await store.PutAllocationAsync(new Allocation { ID = "a1", JobID = "j" });
            await store.PutTaskStateAsync("a1", "web", new TaskState { State = "running" });
            await store.PutTaskAsync("a1", "web", new StoredTask { Handle = "{}", DoneHooks = ["x"] });
            await store.PutDeploymentAsync("a1", new AllocDeploymentStatus { Healthy = true });
            await store.PutAllocationAsync(new Allocation { ID = "gone" });
            await store.RemoveAllocationAsync("gone");
            await store.PutFactAsync("k", "v");
        }
        await using var again = LocalStore.Open(file);
        var found = Assert.Single(again.Load());
        Assert.Equal(("j", "running", "{}", true, "v"),
            (found.Allocation.JobID, found.States["web"].State, found.Tasks["web"].Handle, found.Deployment!.Healthy, again.Fact("k")));
    }

    [Fact]
    public async Task What_the_disk_refused_is_written_when_it_can_be()
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Path, "state.db");
        await using (var store = LocalStore.Open(file))
        {
            Rename(file, "tasks", "away");
            await store.PutTaskAsync("a1", "web", new StoredTask { Handle = "{}" });
            await Assert.ThrowsAsync<LocalStateException>(store.FlushAsync);
            Rename(file, "away", "tasks");
            await store.PutAllocationAsync(new Allocation { ID = "a1" });
            await store.FlushAsync();
            Assert.Null(store.Failure);
        }
        await using var again = LocalStore.Open(file);
        Assert.Equal("{}", Assert.Single(again.Load()).Tasks["web"].Handle);
    }

    private static void Rename(string file, string from, string to)
    {
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = $"ALTER TABLE {from} RENAME TO {to}";
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_damaged_file_gives_one_clear_error()
    {
        using var scratch = new Scratch();
        var file = scratch.File("state.db", new string('x', 8_192));
        var problem = Assert.Throws<LocalStateException>(() => LocalStore.Open(file));
        Assert.Contains(file, problem.Message);
        Assert.Contains("remove it to start this node empty", problem.Message);
    }

    [Fact]
    public void The_identity_stays_and_only_its_owner_reads_it()
    {
        using var scratch = new Scratch();
        var options = new ClientOptions { StateDir = Path.Combine(scratch.Path, "client"), AllocDir = scratch.Path };
        var first = NodeIdentity.Load(options, "");
        Assert.Equal(first, NodeIdentity.Load(options, ""));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(options.StateDir, "secret-id")));
        File.WriteAllText(Path.Combine(options.StateDir, "client-id"), "nonsense");
        Assert.Throws<LocalStateException>(() => NodeIdentity.Load(options, ""));
    }
}
