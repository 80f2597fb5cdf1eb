using Nomad.Cli.Invocation;
using Nomad.Cli.Volumes;
using Nomad.Model.Volumes;

namespace Nomad.Cli.Tests.Volumes;

public sealed class Volume_files
{
    [Fact]
    public void A_file_says_what_a_volume_is_and_how_it_may_be_used()
    {
        var volume = VolumeFile.Read("v.hcl", """
            id          = "data[0]"
            type        = "csi"
            plugin_id   = "disks"
            external_id = "disk-1"
            capability {
              access_mode     = "single-node-writer"
              attachment_mode = "file-system"
            }
            mount_options {
              fs_type     = "ext4"
              mount_flags = ["noatime", "ro"]
            }
            secrets { password = "x" }
            context = { pool = "fast" }
            topology_request {
              required {
                topology {
                  segments { zone = "a" }
                }
              }
            }
            """);
        Assert.Equal(("data[0]", "disks", "disk-1"), (volume.ID, volume.PluginID, volume.ExternalID));
        Assert.Equal(new CSIVolumeCapability { AccessMode = "single-node-writer", AttachmentMode = "file-system" }, Assert.Single(volume.RequestedCapabilities!));
        Assert.Equal(["noatime", "ro"], volume.MountOptions!.MountFlags!);
        Assert.Equal(("x", "fast", "a"), (volume.Secrets!["password"], volume.Context!["pool"], volume.RequestedTopologies!.Required![0].Segments!["zone"]));
    }

    [Theory]
    [InlineData("id = \"a\"", "the volume has no type; it must be \"csi\"")]
    [InlineData("type = \"host\"", "v.hcl:1")]
    [InlineData("type = \"csi\"\nplugin = \"x\"", "there is no \"plugin\" here; known: id, name")]
    [InlineData("type = \"csi\"\nmount_options {\n mount_flags = \"ro\"\n}", "mount_flags is a list of texts")]
    [InlineData("{\"Name\": \"a\"}", "the volume has no \"ID\"")]
    [InlineData("{\"ID\": 5}", "Error parsing input")]
    public void What_is_wrong_is_told_with_its_place(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<CommandFailure>(() => VolumeFile.Read("v.hcl", text)).Message);
}
