using Nomad.Cli.Invocation;

namespace Nomad.Cli.Volumes;

/// <summary><c>volume init</c>: writes an example to start from.</summary>
public sealed class VolumeInitCommand : Command
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

    public override string Name => "volume init";

    public override string Synopsis => "Create an example volume specification file";

    public override string Usage => "[options] <filename>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes no arguments or one: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("json", "Write JSON."), Flag.Text("type", "type", "The type of the volume: csi.")];

    public override Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Text("type") is not ("" or "csi"))
            throw new CommandFailure($"No example for volumes of type \"{call.Flags.Text("type")}\": only those of type csi are registered");
        var json = call.Flags.Boolean("json");
        var file = call.Arguments.Count == 1 ? call.Arguments[0] : json ? "volume.json" : "volume.hcl";
        if (File.Exists(file))
            throw new CommandFailure($"Volume specification '{file}' already exists");
        File.WriteAllText(file, json ? Json : Hcl);
        call.Line($"Example volume specification written to {file}");
        return Task.FromResult(0);
    }
}
