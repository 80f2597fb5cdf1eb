using System.Net.WebSockets;
using System.Text.Json;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Model.Json;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc exec</c>: runs a command inside a task; its exit code becomes ours.</summary>
public sealed class AllocExecCommand : Command
{
    public override string Name => "alloc exec";

    public override string Synopsis => "Execute commands in task";

    public override string Usage => "[options] <allocation> <command>";

    public override string Description => "Run command inside the environment of the given allocation and task.";

    public override (int, int) Arguments => (0, int.MaxValue);

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("task", "task", "The task."),
        Flag.Text("group", "group", "With -job: only allocations of this group."),
        Flag.Boolean("job", "The argument is a job; any of its allocations will do."),
        Flag.Boolean("i", "Pass standard input on. Default: true"),
        Flag.Boolean("t", "Give the command a terminal. Default: when standard input is one"),
        Flag.Text("e", "character", "With a terminal: this at the start of a line, then a dot, leaves. \"none\" for no way out. Default: ~"),
    ];

    // -it and -ti are the only flags that are written together.
    public override IReadOnlyList<string> Prepared(IReadOnlyList<string> words)
    {
        var own = words.TakeWhile(word => word.StartsWith('-') && word != "--").Count();
        return [.. words.Take(own).SelectMany(word => word is "-it" or "-ti" ? ["-i", "-t"] : new[] { word }), .. words.Skip(own)];
    }

    public override bool EndsAtInterrupt => true;

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
            throw CommandFailure.Usage(call.Flags.Boolean("job") ? "A job ID is required" : "An allocation ID is required");
        if (call.Arguments.Count == 1)
            throw CommandFailure.Usage("A command is required");
        var input = !call.Flags.Has("i") || call.Flags.Boolean("i");
        var terminal = call.Flags.Has("t") ? call.Flags.Boolean("t") : input && call.Terminal is { InputIsPiped: false, IsInteractive: true };
        if (terminal && !input)
            throw CommandFailure.Usage("-i must be enabled if running with tty");
        var escape = Escape(call.Flags.Text("e", "~"));
        var allocation = await AllocationSelection.AllocationAsync(call);
        var task = AllocationSelection.Task(call, allocation, null);
        AllocationSelection.RequireTask(allocation, task);
        var query = new Query { Namespace = allocation.Namespace }
            .With("task", task).With("tty", terminal ? "true" : "false").With("ws_handshake", "true")
            .With("command", JsonSerializer.Serialize([.. call.Arguments.Skip(1)], ModelJson.Default.ListOfText));
        try
        {
            using var socket = await call.Api.OpenSocketAsync($"/v1/client/allocation/{allocation.ID}/exec", query, call.Stop);
            using var keyboard = terminal && !call.Terminal.InputIsPiped ? new RawKeyboard() : null;
            return await new ExecSession(socket, call.Terminal, new EscapeSequence(terminal ? escape : null), call.Stop).RunAsync(call.Api.Address.Token, input, terminal);
        }
        catch (WebSocketException problem)
        {
            throw new CommandFailure($"failed to exec into task: {problem.InnerException?.Message ?? problem.Message}");
        }
    }

    private static byte? Escape(string text) => text == "none" ? null : text.Length == 1 && char.IsAscii(text[0]) ? (byte)text[0]
        : throw CommandFailure.Usage("-e requires a single character, or 'none'");
}
