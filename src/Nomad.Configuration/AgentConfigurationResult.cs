namespace Nomad.Configuration;

/// <summary>What reading gave: a configuration when there are no errors, and the warnings to print either way.</summary>
public sealed record AgentConfigurationResult(
    AgentConfiguration? Configuration,
    IReadOnlyList<ConfigurationProblem> Errors,
    IReadOnlyList<ConfigurationProblem> Warnings,
    IReadOnlyList<string> LoadedFiles);
