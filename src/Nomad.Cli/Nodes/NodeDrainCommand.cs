using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;

namespace Nomad.Cli.Nodes;

/// <summary><c>node drain</c>: empties a node of work, or stops emptying it, and watches.</summary>
public sealed class NodeDrainCommand : Command
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    public override string Name => "node drain";

    public override string Synopsis => "Toggle drain mode on a given node";

    public override string Usage => "[options] <node>";

    public override string Description => "Toggles node draining on a specified node. It is required that either -enable or -disable is specified, but not both. " +
        "The -self flag is useful to drain the local node.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <node>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("enable", "Start to drain the node."),
        Flag.Boolean("disable", "Stop draining and let work come back."),
        Flag.Duration("deadline", "duration", "Stop what is left on the node after this time. Default: 1h"),
        Flag.Boolean("force", "Stop everything at once."),
        Flag.Boolean("no-deadline", "Wait for ever for work to move."),
        Flag.Boolean("ignore-system", "Leave system jobs on the node."),
        Flag.Boolean("keep-ineligible", "With -disable: place nothing new on the node all the same."),
        Flag.Boolean("monitor", "Watch a drain that is under way."),
        Flag.Boolean("detach", "Do not watch."),
        Flag.Boolean("self", "The node of the agent that is asked."),
        Flag.Boolean("yes", "Do not ask when a prefix was given."),
        Flag.Text("m", "message", "Why, kept with the node."),
        Flag.List("meta", "key=value", "More about why; may be repeated."),
        Flag.Boolean("verbose", "Full ids."),
    ];

    public override bool EndsAtInterrupt => true;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var flags = call.Flags;
        if (new[] { "enable", "disable", "monitor" }.Count(flags.Boolean) != 1)
            throw CommandFailure.Usage("Either the '-enable' or '-disable' flag must be set, unless using '-monitor'");
        if (flags.Boolean("force") && (flags.Has("deadline") || flags.Boolean("no-deadline")) || flags.Has("deadline") && flags.Boolean("no-deadline"))
            throw new CommandFailure("-force, -deadline and -no-deadline exclude each other");
        if (flags.Has("deadline") && flags.Duration("deadline") <= TimeSpan.Zero)
            throw new CommandFailure("A positive drain duration must be given");
        if (call.Arguments.Count == 0 && !flags.Boolean("self"))
            throw new CommandFailure("Node ID must be specified if -self isn't being used");
        var id = flags.Boolean("self") ? await NodeStatusCommand.OwnIdAsync(call) : await NodeStatusCommand.FindAsync(call, call.Arguments[0]);
        if (flags.Boolean("monitor"))
            return await new DrainMonitor(call, id).RunAsync($"{TimeText.OfTask(call.Time.GetLocalNow())}: Monitoring node \"{id}\": Ctrl-C to detach monitoring");
        if (call.Arguments.Count == 1 && call.Arguments[0] != id && !flags.Boolean("yes") && !Confirmation.Asked(call, $"Are you sure you want to {(flags.Boolean("enable") ? "enable" : "disable")} drain mode for node \"{id}\"? [y/N]", "Canceling drain toggle", out var code))
            return code;
        var query = await NodeStatusCommand.Asking(call, "Error updating drain specification", () => call.Api.Nodes.DrainAsync(id, Request(flags, id), stop: call.Stop));
        var done = $"Node \"{id}\" drain strategy {(flags.Boolean("enable") ? "set" : "unset")}";
        if (flags.Boolean("disable") || flags.Boolean("detach"))
        {
            call.Line(done);
            return 0;
        }
        var now = TimeText.OfTask(call.Time.GetLocalNow());
        call.Line($"{now}: Ctrl-C to stop monitoring: will not cancel the node drain");
        return await new DrainMonitor(call, id).RunAsync($"{now}: {done}");
    }

    private static JsonObject Request(FlagValues flags, string id)
    {
        var meta = new JsonObject();
        foreach (var pair in flags.List("meta"))
        {
            var equals = pair.IndexOf('=');
            meta[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : pair[(equals + 1)..];
        }
        if (flags.Has("m"))
            meta["message"] = flags.Text("m");
        var deadline = flags.Boolean("force") ? new Duration(-1) : flags.Boolean("no-deadline") ? Duration.Zero : Duration.FromTimeSpan(flags.Duration("deadline", Usual));
        return new JsonObject
        {
            ["NodeID"] = id,
            ["DrainSpec"] = flags.Boolean("enable")
                ? new JsonObject { ["Deadline"] = deadline.Nanoseconds, ["IgnoreSystemJobs"] = flags.Boolean("ignore-system") } : null,
            ["MarkEligible"] = flags.Boolean("disable") && !flags.Boolean("keep-ineligible"),
            ["Meta"] = meta,
        };
    }
}
