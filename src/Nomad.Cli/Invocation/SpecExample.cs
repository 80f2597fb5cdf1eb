namespace Nomad.Cli.Invocation;

/// <summary>An example of a file that says what something is to be.</summary>
/// <param name="Kind">What it is: <c>quota</c>.</param>
/// <param name="File">Its usual name, without extension.</param>
internal sealed record SpecExample(string Kind, string File, string Hcl, string Json)
{
    /// <summary>The values of <c>-type</c> that have this example; empty when the command has no such flag.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
