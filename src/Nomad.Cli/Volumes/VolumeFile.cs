using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Hcl;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Volumes;
using static Nomad.Cli.Invocation.SpecFile;

namespace Nomad.Cli.Volumes;

/// <summary>Reads a CSI volume written in HCL or JSON.</summary>
public static class VolumeFile
{
    /// <exception cref="CommandFailure">The text is no such volume; the message says where and why.</exception>
    public static CSIVolume Read(string name, string text) => text.TrimStart().StartsWith('{') ? FromJson(text) : FromHcl(name, text);

    private static CSIVolume FromHcl(string name, string text)
    {
        var body = Resolved(Parse(name, text), new() { ["capability"] = 0, ["mount_options"] = 0, ["secrets"] = 0, ["parameters"] = 0, ["context"] = 0, ["topology_request"] = 0 },
            "id", "name", "type", "namespace", "plugin_id", "external_id", "access_mode", "attachment_mode", "snapshot_id", "clone_id", "secrets", "parameters", "context");
        var type = Text(body, "type");
        if (type != VolumeTypes.Csi)
            throw new CommandFailure(type.Length == 0 ? $"Error parsing input: {name}: the volume has no type; it must be \"csi\""
                : $"Error parsing input: {body.Attribute("type")!.Range}: volumes of type \"{type}\" are not registered here, only those of type \"csi\"");
        return new CSIVolume
        {
            ID = Text(body, "id"), Name = Text(body, "name"), Namespace = Text(body, "namespace"), PluginID = Text(body, "plugin_id"), ExternalID = Text(body, "external_id"),
            AccessMode = Text(body, "access_mode"), AttachmentMode = Text(body, "attachment_mode"), SnapshotID = Text(body, "snapshot_id"), CloneID = Text(body, "clone_id"),
            RequestedCapabilities = body.BlocksOf("capability").Any() ? [.. body.BlocksOf("capability").Select(Capability)] : null,
            MountOptions = body.BlocksOf("mount_options").FirstOrDefault() is { } mount ? Mount(mount) : null,
            Secrets = Pairs(body, "secrets"), Parameters = Pairs(body, "parameters"), Context = Pairs(body, "context"),
            RequestedTopologies = body.BlocksOf("topology_request").FirstOrDefault() is { } topologies ? Topologies(topologies) : null,
        };
    }

    private static CSIVolumeCapability Capability(HclBlock block)
    {
        var body = Resolved(block.Body, [], "access_mode", "attachment_mode");
        return new CSIVolumeCapability { AccessMode = Text(body, "access_mode"), AttachmentMode = Text(body, "attachment_mode") };
    }

    private static CSIMountOptions Mount(HclBlock block)
    {
        var body = Resolved(block.Body, [], "fs_type", "mount_flags");
        return new CSIMountOptions { FSType = Text(body, "fs_type"), MountFlags = Texts(body, "mount_flags") };
    }

    private static CSITopologyRequest Topologies(HclBlock block)
    {
        var body = Resolved(block.Body, new() { ["required"] = 0, ["preferred"] = 0 });
        return new CSITopologyRequest { Required = Listed("required"), Preferred = Listed("preferred") };

        IReadOnlyList<CSITopology>? Listed(string kind) => body.BlocksOf(kind).FirstOrDefault() is not { } list ? null
            : [.. Resolved(list.Body, new() { ["topology"] = 0 }).BlocksOf("topology")
                .Select(topology => new CSITopology { Segments = Pairs(Resolved(topology.Body, new() { ["segments"] = 0 }, "segments"), "segments") })];
    }

    // Written as a block or as a value.
    private static IReadOnlyDictionary<string, string>? Pairs(HclBody body, string name) => body.BlocksOf(name).FirstOrDefault() is not { } block ? Map(body, name)
        : block.Body.Attributes.ToDictionary(attribute => attribute.Name, attribute => Text(block.Body, attribute.Name), StringComparer.Ordinal);

    private static CSIVolume FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ModelJson.Default.CSIVolume) is { ID.Length: > 0 } volume ? volume
                : throw new CommandFailure("Error parsing input: the volume has no \"ID\"");
        }
        catch (JsonException problem)
        {
            throw new CommandFailure($"Error parsing input: {problem.Message}");
        }
    }
}
