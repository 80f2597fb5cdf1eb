using Nomad.Cli.Invocation;
using Nomad.Configuration;

namespace Nomad.Agent.Commands;

/// <summary><c>config validate</c>: reads configuration files as an agent would, and says what is wrong with them.</summary>
internal sealed class ConfigValidateCommand : Command
{
    public override string Name => "config validate";

    public override string Synopsis => "Validate config files/directories";

    public override string Usage => "<path> [<path>...]";

    public override string Description => "Performs validation on a set of Nomad configuration files. This is useful to test the configuration without starting an agent.";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (1, int.MaxValue);

    public override string ArgumentsRule => "Must specify at least one config file or directory";

    public override Task<int> RunAsync(CommandCall call)
    {
        var result = AgentConfigurationReader.Read(AgentFlags.None, call.Arguments, AgentConfigurationEnvironment.System);
        foreach (var warning in result.Warnings)
            call.Warn($"==> WARNING: {warning}");
        foreach (var error in result.Errors)
            call.Error($"==> {error}");
        if (result.Errors.Count > 0)
            return Task.FromResult(1);
        call.Line("Configuration is valid!");
        return Task.FromResult(0);
    }
}
