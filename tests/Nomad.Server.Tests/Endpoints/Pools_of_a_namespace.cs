using Nomad.Model.Namespaces;
using Nomad.Rpc;
using Nomad.Server.Endpoints;

namespace Nomad.Server.Tests.Endpoints;

/// <summary>A namespace says which node pools its jobs get and may name.</summary>
public sealed class Pools_of_a_namespace
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("", "gpu", null, "gpu", true)]
    [InlineData("", "gpu", null, "default", true)]
    [InlineData("", "gpu,big-*", null, "big-1", true)]
    [InlineData("", "gpu", null, "big-1", false)]
    [InlineData("gpu", "big-*", null, "gpu", true)]
    [InlineData("gpu", "big-*", null, "default", false)]
    [InlineData("", null, "gpu,big-*", "big-1", false)]
    [InlineData("", null, "gpu", "other", true)]
    [InlineData("gpu", null, "*", "gpu", true)]
    [InlineData("gpu", null, "*", "default", false)]
    [InlineData("", null, null, "gpu", true)]
    public void A_pool_is_allowed_or_not(string usual, string? allowed, string? denied, string pool, bool may) =>
        Assert.Equal(may, NodePoolRules.Refusal(Space(usual, allowed, denied), pool) is null);

    [Fact]
    public async Task Jobs_get_the_default_and_are_refused_what_is_denied()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Namespaces.UpsertPoolAsync(new() { Name = "gpu" }, None);
        await server.Namespaces.UpsertPoolAsync(new() { Name = "big" }, None);
        await server.Namespaces.UpsertAsync(Space("gpu", null, "big"), None);
        await server.Jobs.RegisterAsync(Job("a", ""), None);
        Assert.Equal("gpu", server.State.Snapshot().Job("team", "a")!.NodePool);
        await server.Jobs.RegisterAsync(Job("b", "default"), None);
        Assert.Equal("default", server.State.Snapshot().Job("team", "b")!.NodePool);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Jobs.RegisterAsync(Job("c", "big"), None));
        Assert.Contains("node pool \"big\" is not allowed in namespace \"team\"", refusal.Message);
        Assert.Null(server.State.Snapshot().Job("team", "c"));
        await Assert.ThrowsAsync<RpcException>(() => server.Namespaces.UpsertAsync(Space("", "a", "b"), None));
    }

    private static Namespace Space(string usual, string? allowed, string? denied) => new()
    {
        Name = "team", NodePoolConfiguration = new() { Default = usual, Allowed = allowed?.Split(','), Denied = denied?.Split(',') },
    };

    private static JobRegistration Job(string id, string pool)
    {
        var document = ServerHarness.JobDocument(id, 1);
        (document["Namespace"], document["NodePool"]) = ("team", pool);
        return new JobRegistration { Document = document };
    }
}
