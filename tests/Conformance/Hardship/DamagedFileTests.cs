namespace Nomad.Conformance.Hardship;

/// <summary>Files that a crash or a disk has spoilt.</summary>
public sealed class DamagedFileTests
{
    [Fact]
    public async Task Damage_is_refused_by_file_and_a_torn_tail_is_survived()
    {
        using var folder = new HardFolder();
        await using (var first = await folder.StartAsync())
        {
            foreach (var id in new[] { "one", "two", "three" })
            {
                using var answer = await first.Http.PutAsync("/v1/jobs", JobDocument.Batch(id, "nowhere"));
                Assert.True(answer.IsSuccessStatusCode);
            }
            first.Signal(9);
            await first.WaitForExitAsync();
        }

        var state = Path.Combine(folder.Data, "client", "state.db");
        foreach (var beside in new[] { state + "-wal", state + "-shm" })
            File.Delete(beside);
        await File.WriteAllTextAsync(state, new string('x', 8192));
        var line = await folder.RefusedAsync();
        Assert.Contains($"client state {state} is damaged", line);
        Assert.Contains("remove it to start this node empty", line);
        File.Delete(state);

        var segment = Directory.GetFiles(Path.Combine(folder.Data, "server", "raft", "log"), "*.log").Order(StringComparer.Ordinal).Last();
        Flip(segment);
        line = await folder.RefusedAsync();
        Assert.Contains($"raft log file {segment}: damaged at offset ", line);
        Flip(segment);

        using (var file = new FileStream(segment, FileMode.Open))
            file.SetLength(file.Length - 7);
        await using var second = await folder.StartAsync();
        foreach (var id in new[] { "one", "two", "three" })
            Assert.Equal(0, (await second.RunAsync("job", "status", id)).ExitCode);
    }

    // A third into the file: a record with sound ones after it.
    private static void Flip(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = file.Length / 3;
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0x10));
    }
}
