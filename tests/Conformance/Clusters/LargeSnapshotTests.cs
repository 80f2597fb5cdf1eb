using System.IO.Compression;

namespace Nomad.Conformance.Clusters;

/// <summary>A saved state that is larger than any other request, put back by way of a server that does not lead.</summary>
public sealed class LargeSnapshotTests
{
    /// <summary>More than an ordinary body may have.</summary>
    private const int PaddingBytes = 70 << 20;

    [Fact]
    public async Task A_state_of_more_than_64_megabytes_is_restored_through_a_follower()
    {
        // On a busy machine the one that leads goes on leading, and the other is a follower all the while.
        await using var cluster = new TestCluster { RaftMultiplier = 8 };
        string[] names = ["s1", "s2", "s3"];
        foreach (var name in names)
            cluster.StartServer(name, 3);
        await cluster.UntilLedAsync(names);
        var leader = await cluster.LeaderNameAsync(cluster.Agents["s1"]);
        var follower = cluster.Agents[names.First(name => name != leader)];
        var saved = await follower.Http.GetByteArrayAsync("/v1/operator/snapshot", TestContext.Current.CancellationToken);
        // On a busy machine the leader may have changed meanwhile.
        await follower.UntilAsync("what is written later is taken", async () =>
        {
            using var space = await follower.Http.PutAsync("/v1/namespace/later", new StringContent("""{"Name":"later"}"""), TestContext.Current.CancellationToken);
            return space.IsSuccessStatusCode;
        });
        using var answer = await follower.Http.PutAsync("/v1/operator/snapshot", new StreamContent(Padded(saved)), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var name in names)
        {
            await cluster.Agents[name].UntilAsync("it has the state of before", async () =>
                (await TestCluster.ArrayAsync(cluster.Agents[name], "/v1/namespaces?stale")).All(space => space.GetProperty("Name").GetString() != "later"));
        }
    }

    // A second part of the same packed file, behind what is read of it: what is in it cannot be packed.
    private static MemoryStream Padded(byte[] archive)
    {
        var padded = new MemoryStream();
        padded.Write(archive);
        var noise = new byte[PaddingBytes];
        new Random(1).NextBytes(noise);
        using (var packed = new GZipStream(padded, CompressionLevel.NoCompression, leaveOpen: true))
            packed.Write(noise);
        padded.Position = 0;
        return padded;
    }
}
