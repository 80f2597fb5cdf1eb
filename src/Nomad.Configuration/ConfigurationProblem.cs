namespace Nomad.Configuration;

/// <summary>Something wrong or doubtful. File and line are set when it can be pointed at, the line counts from 1.</summary>
public sealed record ConfigurationProblem(string Text, string? File = null, int Line = 0, string? Key = null)
{
    public override string ToString() => Text;
}
