using Nomad.Hcl;

namespace Nomad.Configuration.Reading;

/// <summary>Collects what is wrong while an agent configuration is read.</summary>
internal sealed class ProblemList
{
    public List<ConfigurationProblem> Errors { get; } = [];

    public List<ConfigurationProblem> Warnings { get; } = [];

    /// <summary>Keys accepted without effect.</summary>
    public SortedSet<string> Notices { get; } = new(StringComparer.Ordinal);

    public void Error(string text, string? key = null) => Errors.Add(new ConfigurationProblem(text, Key: key));

    public void Warn(string text, string? key = null) => Warnings.Add(new ConfigurationProblem(text, Key: key));

    /// <summary>However many of its flags and keys are given: Atlas is gone, which is one warning.</summary>
    public void WarnOfAtlas(string first)
    {
        if (!Warnings.Any(warning => warning.Key == "atlas"))
            Warn($"{first}: Atlas is retired, its flags and keys have no effect any more; servers find each other by retry_join in the block server_join, or by Consul", "atlas");
    }

    /// <summary>An error in a file; the text begins as the reference begins it.</summary>
    public void ErrorIn(string path, string text, SourceRange? range = null, string? key = null) => Errors.Add(new ConfigurationProblem(
        $"Error loading configuration from {path}: Error loading {path}: {text}",
        path,
        range?.Start.Line ?? 0,
        key));
}
