using Nomad.Cli.Invocation;
using Nomad.Model.Jobs;

namespace Nomad.Cli.Volumes;

/// <summary>The volume that <c>volume init</c> writes.</summary>
internal static class VolumeExample
{
    private const string Hcl = """
        id          = "database"
        name        = "database"
        type        = "csi"
        plugin_id   = "disks"
        external_id = "disk-0001"

        # How the volume may be used; one block for each way.
        capability {
          access_mode     = "single-node-writer"
          attachment_mode = "file-system"
        }

        mount_options {
          fs_type     = "ext4"
          mount_flags = ["noatime"]
        }

        # What the plugin needs to reach the volume. Never shown again.
        secrets {
          password = "example"
        }

        context {
          pool = "fast"
        }

        """;

    private const string Json = """
        {
          "ID": "database",
          "Name": "database",
          "PluginID": "disks",
          "ExternalID": "disk-0001",
          "RequestedCapabilities": [ { "AccessMode": "single-node-writer", "AttachmentMode": "file-system" } ],
          "MountOptions": { "FSType": "ext4", "MountFlags": [ "noatime" ] },
          "Secrets": { "password": "example" },
          "Context": { "pool": "fast" }
        }

        """;

    public static SpecExample Texts { get; } = new("volume", "volume", Hcl, Json) { Types = [VolumeTypes.Csi] };
}
