using Nomad.Agent.Commands;
using Nomad.Cli;
using Nomad.Cli.Invocation;

// The executable is everything: the command line, the agent, and the supervisor that keeps tasks alive.
if (args is ["supervise", .. var rest])
    return await SuperviseCommand.RunAsync(rest);

var environment = new ProcessEnvironment();
var commands = Nomad.Cli.Commands.Tree(AgentVersion.Text, AgentCommands.All, AgentCommands.Groups);
if (ShellCompletion.Candidates(commands, environment) is { } candidates)
{
    Console.Out.Write(string.Concat(candidates.Select(candidate => candidate + "\n")));
    return 0;
}
var terminal = Terminal.System(environment,
    noColour: Array.Exists(args, word => word is "-no-color" or "--no-color"), forceColour: Array.Exists(args, word => word is "-force-color" or "--force-color"));
using var interrupted = new CancellationTokenSource();
return await new CommandLine(commands, terminal, environment) { Version = AgentVersion.Text, Interrupt = ListenForInterrupt }.RunAsync(args, CancellationToken.None);

CancellationToken ListenForInterrupt()
{
    Console.CancelKeyPress += (_, pressed) =>
    {
        // The second Ctrl-C ends the process.
        pressed.Cancel = !interrupted.IsCancellationRequested;
        interrupted.Cancel();
    };
    return interrupted.Token;
}
