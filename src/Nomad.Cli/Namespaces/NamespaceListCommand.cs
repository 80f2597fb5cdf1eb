using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;
using Nomad.Model.Namespaces;

namespace Nomad.Cli.Namespaces;

/// <summary><c>namespace list</c>.</summary>
public sealed class NamespaceListCommand : Command
{
    public override string Name => "namespace list";

    public override string Synopsis => "List namespaces";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var all = await FindAsync(call, "");
        if (!JsonText.Printed(call, all, ModelJson.Default.ListOfNamespace))
            call.Line(Table(all));
        return 0;
    }

    internal static async Task<IReadOnlyList<Namespace>> FindAsync(CommandCall call, string prefix) => (await NodeStatusCommand.Asking(call,
        "Error retrieving namespaces", () => call.Api.GetAsync("/v1/namespaces", json => json.ListOfNamespace, new Query { Prefix = prefix }, call.Stop))).Value;

    internal static string Table(IReadOnlyList<Namespace> all)
    {
        var table = new ColumnTable("Name", "Description");
        foreach (var space in all.OrderBy(space => space.Name, StringComparer.Ordinal))
            table.Add(space.Name, space.Description);
        return table.ToString();
    }
}
