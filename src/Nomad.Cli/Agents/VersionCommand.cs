using Nomad.Cli.Invocation;

namespace Nomad.Cli.Agents;

/// <summary><c>version</c>.</summary>
public sealed class VersionCommand(string version) : Command
{
    public override string Name => "version";

    public override string Synopsis => "Prints the Nomad version";

    public override string Usage => "";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, int.MaxValue);

    public override Task<int> RunAsync(CommandCall call)
    {
        call.Line("Nomad v" + version);
        return Task.FromResult(0);
    }
}
