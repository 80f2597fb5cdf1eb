using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;

namespace Nomad.Cli.NodePools;

/// <summary><c>node pool info</c>.</summary>
public sealed class NodePoolInfoCommand : Command
{
    public override string Name => "node pool info";

    public override string Synopsis => "Fetch information on an existing node pool";

    public override string Usage => "[options] <node-pool>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <node-pool>";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var pool = (await NodeStatusCommand.Asking(call, "Error retrieving node pool",
            () => call.Api.GetAsync("/v1/node/pool/" + Uri.EscapeDataString(call.Arguments[0]), json => json.NodePool, null, call.Stop))).Value;
        if (JsonText.Printed(call, pool, ModelJson.Default.NodePool))
            return 0;
        call.Line(new KeyValues().Add("Name", pool.Name).Add("Description", pool.Description)
            .AddIf(pool.NodeIdentityTTL.Nanoseconds > 0, "Node Identity TTL", () => pool.NodeIdentityTTL.ToString()).ToString());
        call.Title("Metadata");
        var meta = new KeyValues();
        foreach (var (key, value) in pool.Meta.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            meta.Add(key, value);
        call.Line(pool.Meta.OrEmpty().Count == 0 ? "No metadata" : meta.ToString());
        call.Title("Scheduler Configuration");
        call.Line(pool.SchedulerConfiguration is not { } scheduler ? "No scheduler configuration" : new KeyValues()
            .AddIf(scheduler.SchedulerAlgorithm.Length > 0, "Scheduler Algorithm", () => scheduler.SchedulerAlgorithm)
            .AddIf(scheduler.MemoryOversubscriptionEnabled is not null, "Memory Oversubscription Enabled", () => scheduler.MemoryOversubscriptionEnabled == true ? "true" : "false")
            .ToString());
        return 0;
    }
}
