namespace Nomad.Conformance.Running;

/// <summary>What one run of the program printed and how it ended.</summary>
public sealed record Outcome(string Out, string Error, int ExitCode);
