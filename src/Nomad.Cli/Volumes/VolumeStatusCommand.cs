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

/// <summary><c>volume status</c>: all volumes, or one with those who use it.</summary>
public sealed class VolumeStatusCommand : Command
{
    public override string Name => "volume status";

    public override string Synopsis => "Display status information about a volume";

    public override string Usage => "[options] <id>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either no arguments or one: <id>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("type", "type", "Only volumes of this type: csi or host."), Flag.Boolean("short", "Without the allocations."),
        Flag.Text("node", "node", "Only volumes that are used on this node."), Flag.Text("node-pool", "pool", "Only dynamic host volumes on nodes of this pool."),
        Flag.Boolean("verbose", "Full ids and absolute times."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var type = call.Flags.Text("type");
        if (type is not ("" or VolumeTypes.Csi or VolumeTypes.Host))
            throw new CommandFailure($"No such volume type \"{type}\": it is csi or host");
        if (call.Verbose && type != VolumeTypes.Host && call.Arguments.Count == 0 && !JsonText.IsAsked(call))
            call.Warn("What plugins keep beside the volumes that are registered is not shown: this program asks no plugin for its list.");
        if (call.Arguments.Count == 1)
            return await OneAsync(call, call.Arguments[0]);
        var all = type == VolumeTypes.Host ? [] : await FindAsync(call, "");
        if (JsonText.Printed(call, all, ModelJson.Default.ListOfCSIVolListStub))
            return 0;
        if (type != VolumeTypes.Csi)
        {
            call.Line(call.Paint.Bold("Dynamic Host Volumes"));
            call.Terminal.Error.WriteLine("No dynamic host volumes");
        }
        if (type.Length == 0)
            call.Line("");
        if (type == VolumeTypes.Host)
            return 0;
        call.Line(call.Paint.Bold("Container Storage Interface"));
        if (all.Count == 0)
            call.Terminal.Error.WriteLine("No CSI volumes");
        else
            call.Line(Table(all));
        return 0;
    }

    private static async Task<IReadOnlyList<CSIVolListStub>> FindAsync(CommandCall call, string prefix) => (await NodeStatusCommand.Asking(call, "Error querying CSI volumes",
        () => call.Api.GetAsync("/v1/volumes", json => json.ListOfCSIVolListStub,
            new Query { Prefix = prefix }.With("type", VolumeTypes.Csi).With("node_id", call.Flags.Text("node")), call.Stop))).Value;

    private static string Table(IReadOnlyList<CSIVolListStub> all)
    {
        var table = new ColumnTable("ID", "Name", "Namespace", "Plugin ID", "Schedulable", "Access Mode");
        foreach (var volume in all.OrderBy(volume => volume.ID, StringComparer.Ordinal))
            table.Add(volume.ID, volume.Name, volume.Namespace, volume.PluginID, Truth(volume.Schedulable), volume.AccessMode);
        return table.ToString();
    }

    private static async Task<int> OneAsync(CommandCall call, string typed)
    {
        var one = Selection.Named(call, typed, await FindAsync(call, typed), volume => volume.ID, ("volumes", $"No volumes with prefix or ID \"{typed}\" found"), Table);
        var volume = (await NodeStatusCommand.Asking(call, "Error querying CSI volume", () => call.Api.GetAsync(
            "/v1/volume/csi/" + Uri.EscapeDataString(one.ID), json => json.CSIVolume, new Query { Namespace = one.Namespace }, call.Stop))).Value;
        if (!JsonText.Printed(call, volume, ModelJson.Default.CSIVolume))
            Print(call, volume);
        return 0;
    }

    private static void Print(CommandCall call, CSIVolume volume)
    {
        var mount = volume.MountOptions;
        call.Line(new KeyValues().Add("ID", volume.ID).Add("Name", volume.Name).Add("Namespace", volume.Namespace).Add("External ID", volume.ExternalID)
            .Add("Plugin ID", volume.PluginID).Add("Provider", volume.Provider).Add("Version", volume.ProviderVersion).Add("Capacity", Size.Bytes(volume.Capacity))
            .Add("Schedulable", Truth(volume.Schedulable)).Add("Controllers Healthy", Number(volume.ControllersHealthy))
            .Add("Controllers Expected", Number(volume.ControllersExpected)).Add("Nodes Healthy", Number(volume.NodesHealthy)).Add("Nodes Expected", Number(volume.NodesExpected))
            .Add("Access Mode", volume.AccessMode).Add("Attachment Mode", volume.AttachmentMode)
            .Add("Mount Options", mount is null ? "<none>" : $"fs_type: {mount.FSType} flags: [{string.Join(", ", mount.MountFlags.OrEmpty())}]").ToString());
        if (call.Flags.Boolean("short"))
            return;
        if (volume.Topologies.OrEmpty().Count > 0)
        {
            call.Title("Topologies");
            var table = new ColumnTable("Topology", "Segments");
            foreach (var (i, topology) in volume.Topologies.OrEmpty().Index())
                table.Add(i.ToString("00", CultureInfo.InvariantCulture),
                    string.Join(", ", topology.Segments.OrEmpty().OrderBy(segment => segment.Key, StringComparer.Ordinal).Select(segment => $"{segment.Key}={segment.Value}")));
            call.Line(table.ToString());
        }
        call.Title("Capabilities");
        var capabilities = new ColumnTable("Access Mode", "Attachment Mode");
        foreach (var capability in volume.RequestedCapabilities.OrEmpty())
            capabilities.Add(capability.AccessMode, capability.AttachmentMode);
        call.Line(capabilities.ToString());
        call.Title("Allocations");
        call.Line(AllocationTable.Of(volume.Allocations.OrEmpty(), call));
    }

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
