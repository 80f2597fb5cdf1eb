using System.Collections;
using Nomad.Agent.Commands;
using Nomad.Cli;
using Nomad.Cli.Invocation;

// The executable is everything: the command line, the agent, and the supervisor that keeps tasks alive.
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
if (args is ["supervise", .. var rest])
    return await SuperviseCommand.RunAsync(rest);

var commands = Nomad.Cli.Commands.Tree(AgentVersion.Text, AgentCommands.All, AgentCommands.Groups);
if (ShellCompletion.Candidates(commands, environment) is { } candidates)
{
    Console.Out.Write(string.Concat(candidates.Select(candidate => candidate + "\n")));
    return 0;
}
var terminal = Terminal.System(environment,
    noColour: args.Any(word => word is "-no-color" or "--no-color"), forceColour: args.Any(word => word is "-force-color" or "--force-color"));
using var interrupted = new CancellationTokenSource();
if (args is not ["agent", ..] and not ["dev", ..])
{
    // Commands that follow something end at Ctrl-C; the agent handles its signals itself.
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = !interrupted.IsCancellationRequested;
        interrupted.Cancel();
    };
}
return await new CommandLine(commands, terminal, environment) { Version = AgentVersion.Text }.RunAsync(args, interrupted.Token);
