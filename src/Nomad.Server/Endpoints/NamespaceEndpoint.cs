using System.Text.RegularExpressions;
using Nomad.Rpc;
using Nomad.Server.Commands;

namespace Nomad.Server.Endpoints;

/// <summary>Namespaces and node pools.</summary>
public sealed partial class NamespaceEndpoint
{
    private const int MaxDescription = 256;

    private readonly ServerContext context;

    internal NamespaceEndpoint(ServerContext context) => this.context = context;

    public async Task<ulong> UpsertAsync(Namespace space, CancellationToken cancel)
    {
        if (!Name().IsMatch(space.Name))
            throw Invalid(space, $"invalid name \"{space.Name}\". Must match regex {Name()}");
        if (space.Description.Length > MaxDescription)
            throw Invalid(space, $"description longer than {MaxDescription}");
        if (NodePoolRules.Invalid(space.NodePoolConfiguration) is { } rules)
            throw Invalid(space, rules);
        return (await context.Proposer.ProposeAsync(new UpsertNamespaces([space]), cancel)).Index;
    }

    private static RpcException Invalid(Namespace space, string why) =>
        new($"Invalid namespace \"{space.Name}\": 1 error occurred:\n\t* {why}\n\n");

    public async Task<ulong> DeleteAsync(string name, CancellationToken cancel) =>
        (await context.Proposer.ProposeAsync(new DeleteNamespaces([name]), cancel)).Index;

    public async Task<ulong> UpsertPoolAsync(NodePool pool, CancellationToken cancel)
    {
        if (!Name().IsMatch(pool.Name))
            throw RpcException.BadRequest($"invalid node pool \"{pool.Name}\": invalid name \"{pool.Name}\", must match regex {Name()}");
        if (pool.Description.Length > MaxDescription)
            throw RpcException.BadRequest($"invalid node pool \"{pool.Name}\": description longer than {MaxDescription}");
        if (pool.Name is State.StateDefaults.EveryNodePool)
            throw RpcException.BadRequest($"modifying node pool \"{pool.Name}\" is not allowed");
        return (await context.Proposer.ProposeAsync(new UpsertNodePools([pool]), cancel)).Index;
    }

    public async Task<ulong> DeletePoolAsync(string name, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        if (state.Nodes().Any(node => node.NodePool == name))
            throw new RpcException($"node pool \"{name}\" has nodes in regions: [{context.Options.Region}]");
        if (state.Jobs().Any(job => job.NodePool == name && job.Status != JobStatus.Dead))
            throw new RpcException($"node pool \"{name}\" has non-terminal jobs in regions: [{context.Options.Region}]");
        return (await context.Proposer.ProposeAsync(new DeleteNodePools([name]), cancel)).Index;
    }

    [GeneratedRegex("^[a-zA-Z0-9-]{1,128}$")]
    private static partial Regex Name();
}
