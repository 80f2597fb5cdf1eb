namespace Nomad.Cli.Invocation;

/// <summary><c>quota init</c>, <c>volume init</c>: writes an example to start from.</summary>
internal sealed class SpecInitCommand(SpecExample example) : Command
{
    public override string Name => $"{example.Kind} init";

    public override string Synopsis => $"Create an example {example.Kind} specification file";

    public override string Usage => "[options] <filename>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes no arguments or one: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } = example.Types.Count == 0 ? [Flag.Boolean("json", "Write JSON.")]
        : [Flag.Boolean("json", "Write JSON."), Flag.Text("type", "type", $"The type of the {example.Kind}: {string.Join(" or ", example.Types)}.")];

    public override Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Has("type") && !example.Types.Contains(call.Flags.Text("type")))
            throw new CommandFailure($"No example for a {example.Kind} of type \"{call.Flags.Text("type")}\": only those of type {string.Join(" or ", example.Types)} are registered");
        var json = call.Flags.Boolean("json");
        var file = call.Arguments.Count == 1 ? call.Arguments[0] : example.File + (json ? ".json" : ".hcl");
        if (File.Exists(file))
            throw new CommandFailure($"{char.ToUpperInvariant(example.Kind[0])}{example.Kind[1..]} specification '{file}' already exists");
        File.WriteAllText(file, json ? example.Json : example.Hcl);
        call.Line($"Example {example.Kind} specification written to {file}");
        return Task.FromResult(0);
    }
}
