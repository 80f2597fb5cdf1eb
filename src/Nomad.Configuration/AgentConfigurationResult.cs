namespace Nomad.Configuration;

/// <summary>What reading gave: a configuration when there are no errors, and the warnings to print either way.</summary>
public sealed record AgentConfigurationResult(
    AgentConfiguration? Configuration,
    IReadOnlyList<ConfigurationProblem> Errors,
    IReadOnlyList<ConfigurationProblem> Warnings,
    IReadOnlyList<string> LoadedFiles)
{
    /// <summary>Whether all files can be read a second time. What came through a pipe (<c>-config=&lt;(…)</c>) is gone after the first.</summary>
    public bool CanBeReadAgain { get; init; } = true;
}
