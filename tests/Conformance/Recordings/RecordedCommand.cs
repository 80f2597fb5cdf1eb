namespace Nomad.Conformance.Recordings;

/// <summary>One command typed at the original, and what it printed.</summary>
/// <param name="Before">Steps of the recording that left no file of their own (see <see cref="CommandReplay"/>).</param>
/// <param name="Line">A line for the shell.</param>
/// <param name="ExitCode">A number, or "signal 2", or "none".</param>
internal sealed record RecordedCommand(string Name, IReadOnlyList<string> Before, string Line, string Out, string Error, string ExitCode)
{
    /// <summary>It would not have ended by itself.</summary>
    public bool Interrupted => ExitCode.StartsWith("signal", StringComparison.Ordinal) || ExitCode.StartsWith("none", StringComparison.Ordinal) || Line.StartsWith("nomad monitor", StringComparison.Ordinal);

    /// <summary>This row in place of the recorded one: with the steps of that one, and what is loose in this one where it says so.</summary>
    public RecordedCommand After(RecordedCommand recorded) => this with
    {
        Before = [.. recorded.Before.Where(step => Before.Count == 0 || !step.StartsWith("any ", StringComparison.Ordinal)), .. Before],
    };

    public bool AtTerminal => Name.Contains("-terminal-", StringComparison.Ordinal) && string.CompareOrdinal(Name, "366") >= 0;
}
