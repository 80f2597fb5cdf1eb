namespace Nomad.Cli.Invocation;

/// <summary>The words for a kind of object in messages about choosing one.</summary>
/// <param name="Capital">Starts a sentence: <c>Alloc ID</c>.</param>
/// <param name="Plural">As in "No allocation(s) with prefix …".</param>
/// <param name="Trouble">Starts the message when the look-up fails: <c>Error querying allocation</c>.</param>
public sealed record SelectionWords(string Capital, string Plural, string Trouble)
{
    /// <summary>The sentence when nothing has the id; arguments are what was typed, and the prefix that was looked up.</summary>
    public Func<string, string, string> NotFound { get; init; } = (typed, _) => $"No {Plural} with prefix or id \"{typed}\" found";

    /// <summary>Several candidates are an error, but not for <c>alloc status</c>.</summary>
    public int AmbiguousExitCode { get; init; } = 1;
}
