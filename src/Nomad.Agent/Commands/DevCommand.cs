using Nomad.Agent.Composition;
using Nomad.Agent.Dev;
using Nomad.Cli.Invocation;
using Nomad.Configuration;

namespace Nomad.Agent.Commands;

/// <summary><c>dev</c>: an agent, the given jobs, all their output side by side, run again when a file changes.</summary>
internal sealed class DevCommand : Command
{
    public override string Name => "dev";

    public override string Synopsis => "Runs jobs on a fresh agent and shows their output";

    public override string Usage => "[options] <path> [<path>...]";

    public override string Description => "Starts a development agent on this machine, runs the jobs of the given files and shows what their tasks print, each line " +
        "marked with its task. A file that changes is planned and run again. Ctrl-C stops the jobs and the agent.";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (1, int.MaxValue);

    public override string ArgumentsRule => "This command takes one or more job files: <path> [<path>...]";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("bind", "addr", "The address to listen on. Default: 127.0.0.1"),
        Flag.Text("log-level", "level", "Also show the agent's log from this level on. Default: ERROR"),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        foreach (var path in call.Arguments.Where(path => !File.Exists(path)))
            throw new CommandFailure($"There is no job file \"{path}\"");
        var console = new AgentConsole(call.Terminal);
        var given = new Dictionary<string, IReadOnlyList<string>> { ["log-level"] = [call.Flags.Text("log-level", "ERROR")] };
        if (call.Flags.Has("bind"))
            given["bind"] = [call.Flags.Text("bind")];
        var result = AgentConfigurationReader.Read(new AgentFlags { Dev = true, Given = given }, [], AgentConfigurationEnvironment.System);
        if (result.Configuration is not { } configuration)
            throw new CommandFailure(string.Join("\n", result.Errors));
        using var signals = new SignalQueue();
        try
        {
            await using var agent = await RunningAgent.StartAsync(configuration, console, call.Time);
            agent.Log.Release();
            return await new DevSession(call, agent, signals).RunAsync(call.Arguments);
        }
        catch (AgentStartException problem)
        {
            throw new CommandFailure(problem.Message + "\nAnother agent may be running here; -bind=127.0.0.2 starts one beside it.");
        }
    }
}
