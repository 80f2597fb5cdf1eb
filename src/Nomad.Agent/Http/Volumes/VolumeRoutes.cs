using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Volumes;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Volumes;

/// <summary>CSI volumes and the plugins that bring them to nodes.</summary>
internal sealed class VolumeRoutes(AgentServices services)
{
    private const string Csi = "csi";

    private static readonly Access Write = Access.Namespace("csi-write-volume");
    private static readonly Watch[] Volumes = [Watch.Whole(StateTable.Volumes), Watch.Whole(StateTable.VolumeClaims), Watch.Whole(StateTable.Plugins)];
    private static readonly Watch[] Plugins = [Watch.Whole(StateTable.Plugins)];

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/volumes", Access.Namespace("csi-list-volume|csi-read-volume|csi-mount-volume|list-jobs"), ListAsync),
        new(Verbs.Write, "/v1/volumes", Write, RegisterAsync),
        new(Verbs.Get, "/v1/volume/csi/{id*}", Access.Namespace("csi-read-volume|csi-mount-volume|read-job"), OneAsync),
        new(Verbs.Write, "/v1/volume/csi/{id*}", Write, RegisterAsync),
        new(Verbs.Delete, "/v1/volume/csi/{id*}", Write, DeregisterAsync),
        new(Verbs.Get, "/v1/plugins", Access.To(AccessKind.Plugin, "list"), PluginsAsync),
        new(Verbs.Get, "/v1/plugin/csi/{id}", Access.To(AccessKind.Plugin, "read"), PluginAsync),
    ];

    private async Task ListAsync(ApiCall call)
    {
        var type = call.Text("type");
        if (type.Length > 0 && type is not (Csi or "host"))
            throw HttpFailure.NotFound("resource not found");
        // A volume of a host is named in that host's configuration: none is kept by the servers.
        if (type != Csi)
        {
            await call.JsonAsync<IReadOnlyList<CSIVolListStub>>([], ModelJson.Default.ListOfCSIVolListStub);
            return;
        }
        var (plugin, node) = (call.Text("plugin_id"), call.Text("node_id"));
        await Reads.ListAsync(call, State, Volumes, snapshot => snapshot.CsiVolumes().Where(volume => JobReadRoutes.InNamespace(call, volume.Namespace)
            && volume.ID.StartsWith(call.Options.Prefix, StringComparison.Ordinal) && (plugin.Length == 0 || volume.PluginID == plugin)
            && (node.Length == 0 || (snapshot.VolumeClaims(volume.Namespace, volume.ID)?.Claims).OrEmpty().Any(claim => claim.NodeID == node))),
            new Listing<CSIVolume, CSIVolListStub>(volume => PageKey.ById(volume.ID), ModelJson.Default.CSIVolume, VolumeShapes.Stub, ModelJson.Default.ListOfCSIVolListStub));
    }

    private Task OneAsync(ApiCall call) => Reads.OneAsync(call, State, Volumes,
        snapshot => snapshot.CsiVolume(call.Options.Namespace, call["id"]) is { } volume ? VolumeShapes.Whole(volume, snapshot) : null,
        (volume => volume.ModifyIndex, ModelJson.Default.CSIVolume, "volume not found"));

    private async Task RegisterAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.CSIVolumeRegisterRequest);
        call.SetIndex(await services.RequireServer().Volumes.RegisterAsync(request.Volumes.OrEmpty(), call.Options.Namespace, call.Aborted));
    }

    private async Task DeregisterAsync(ApiCall call)
    {
        var force = call.Text("force");
        if (!bool.TryParse(force.Length > 0 ? force : "false", out var forced))
            throw HttpFailure.BadRequest("invalid force value");
        call.SetIndex(await services.RequireServer().Volumes.DeregisterAsync(call.Options.Namespace, call["id"], forced, call.Aborted));
    }

    private async Task PluginsAsync(ApiCall call)
    {
        if (call.Text("type") is not Csi and var type)
        {
            if (type.Length == 0)
                await call.JsonAsync<IReadOnlyList<CSIPluginListStub>>([], ModelJson.Default.ListOfCSIPluginListStub);
            return;
        }
        await Reads.ListAsync(call, State, Plugins, snapshot => snapshot.CsiPlugins().Where(plugin => plugin.ID.StartsWith(call.Options.Prefix, StringComparison.Ordinal)),
            new Listing<CSIPlugin, CSIPluginListStub>(plugin => PageKey.ById(plugin.ID), ModelJson.Default.CSIPlugin, (plugin, _) => VolumeShapes.Stub(plugin),
                ModelJson.Default.ListOfCSIPluginListStub));
    }

    private Task PluginAsync(ApiCall call) => Reads.OneAsync(call, State, Plugins,
        snapshot => snapshot.CsiPlugin(call["id"]) is { } plugin ? VolumeShapes.Whole(plugin, snapshot) : null,
        (plugin => plugin.ModifyIndex, ModelJson.Default.CSIPlugin, "plugin not found"));
}
