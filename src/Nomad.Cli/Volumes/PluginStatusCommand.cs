using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Volumes;

namespace Nomad.Cli.Volumes;

/// <summary><c>plugin status</c>: the plugins that bring volumes to nodes, and where they are healthy.</summary>
public sealed class PluginStatusCommand : Command
{
    public override string Name => "plugin status";

    public override string Synopsis => "Display status information about a plugin";

    public override string Usage => "[options] <plugin>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either no arguments or one: <plugin>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Text("type", "type", "Only plugins of this type: csi."), Flag.Boolean("short", "Without the allocations."), Flag.Boolean("verbose", "Full ids and absolute times."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Text("type") is not ("" or VolumeTypes.Csi))
            throw new CommandFailure($"No such plugin type \"{call.Flags.Text("type")}\": it is csi");
        var prefix = call.Arguments.Count == 1 ? call.Arguments[0] : "";
        var found = (await NodeStatusCommand.Asking(call, "Error querying CSI plugins", () => call.Api.GetAsync(
            "/v1/plugins", json => json.ListOfCSIPluginListStub, new Query { Prefix = prefix }.With("type", VolumeTypes.Csi), call.Stop))).Value;
        if (prefix.Length > 0)
            return await OneAsync(call, found, prefix);
        if (JsonText.Printed(call, found, ModelJson.Default.ListOfCSIPluginListStub))
            return 0;
        call.Line(call.Paint.Bold("Container Storage Interface"));
        if (found.Count == 0)
            call.Terminal.Error.WriteLine("No CSI plugins");
        else
            call.Line(Table(found));
        return 0;
    }

    private static async Task<int> OneAsync(CommandCall call, IReadOnlyList<CSIPluginListStub> found, string typed)
    {
        var one = Selection.Named(call, typed, found, plugin => plugin.ID, ("plugins", $"No plugins with prefix or ID \"{typed}\" found"), Table);
        var plugin = (await NodeStatusCommand.Asking(call, "Error querying CSI plugin", () => call.Api.GetAsync(
            "/v1/plugin/csi/" + Uri.EscapeDataString(one.ID), json => json.CSIPlugin, null, call.Stop))).Value;
        if (JsonText.Printed(call, plugin, ModelJson.Default.CSIPlugin))
            return 0;
        call.Line(new KeyValues().Add("ID", plugin.ID).Add("Provider", plugin.Provider).Add("Version", plugin.Version)
            .Add("Controllers Healthy", Number(plugin.ControllersHealthy)).Add("Controllers Expected", Number(plugin.ControllersExpected))
            .Add("Nodes Healthy", Number(plugin.NodesHealthy)).Add("Nodes Expected", Number(plugin.NodesExpected)).ToString());
        if (call.Flags.Boolean("short"))
            return 0;
        call.Title("Allocations");
        call.Line(AllocationTable.Of(plugin.Allocations.OrEmpty(), call));
        return 0;
    }

    private static string Table(IReadOnlyList<CSIPluginListStub> all)
    {
        var table = new ColumnTable("ID", "Provider", "Controllers Healthy/Expected", "Nodes Healthy/Expected");
        foreach (var plugin in all.OrderBy(plugin => plugin.ID, StringComparer.Ordinal))
            table.Add(plugin.ID, plugin.Provider, $"{plugin.ControllersHealthy}/{plugin.ControllersExpected}", $"{plugin.NodesHealthy}/{plugin.NodesExpected}");
        return table.ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
