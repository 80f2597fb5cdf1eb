using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;
using Nomad.Model.Quotas;

namespace Nomad.Cli.Quotas;

/// <summary><c>quota list</c>.</summary>
public sealed class QuotaListCommand : Command
{
    public override string Name => "quota list";

    public override string Synopsis => "List quota specifications";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var all = await FindAsync(call, "");
        if (!JsonText.Printed(call, all, ModelJson.Default.ListOfQuotaSpec))
            call.Line(Table(all));
        return 0;
    }

    internal static async Task<IReadOnlyList<QuotaSpec>> FindAsync(CommandCall call, string prefix) => (await NodeStatusCommand.Asking(call,
        "Error retrieving quotas", () => call.Api.GetAsync("/v1/quotas", json => json.ListOfQuotaSpec, new Query { Prefix = prefix }, call.Stop))).Value;

    internal static string Table(IReadOnlyList<QuotaSpec> all)
    {
        if (all.Count == 0)
            return "No quotas found";
        var table = new ColumnTable("Name", "Description");
        foreach (var quota in all.OrderBy(quota => quota.Name, StringComparer.Ordinal))
            table.Add(quota.Name, quota.Description);
        return table.ToString();
    }
}
