using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Cli.Volumes;

/// <summary><c>volume register</c>: makes a volume of a plugin known, which exists already.</summary>
public sealed class VolumeRegisterCommand : Command
{
    public override string Name => "volume register";

    public override string Synopsis => "Create or update a volume";

    public override string Usage => "[options] <input>";

    public override string Description => "Reads a volume from a file, or with \"-\" from standard input. \"nomad volume init\" writes an example.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <input>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("policy-override", "Accepted for the sake of scripts: no policies judge volumes here."),
        Flag.Text("id", "id", "") with { Hidden = true, Refusal = "it names a dynamic host volume that is registered again; only volumes of type csi are registered here." },
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var volume = VolumeFile.Read(call.Arguments[0], SpecFile.Read(call, call.Arguments[0]));
        var body = JsonSerializer.SerializeToUtf8Bytes(new CSIVolumeRegisterRequest { Volumes = [volume] }, ModelJson.Default.CSIVolumeRegisterRequest);
        await NodeStatusCommand.Asking(call, "Error registering volume",
            () => call.Api.SendTextAsync(HttpMethod.Put, "/v1/volume/csi/" + Uri.EscapeDataString(volume.ID.Length > 0 ? volume.ID : "-"), body, null, call.Stop));
        call.Line($"Volume \"{volume.ID}\" registered");
        return 0;
    }
}
