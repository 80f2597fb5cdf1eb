namespace Nomad.Hcl;

/// <summary>An expression cannot be evaluated; holds at least one diagnostic.</summary>
public sealed class HclException(IReadOnlyList<HclDiagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    public HclException(string summary, string detail, SourceRange? range)
        : this([HclDiagnostic.Error(summary, detail, range)])
    {
    }

    public IReadOnlyList<HclDiagnostic> Diagnostics { get; } = diagnostics;
}
