namespace Nomad.Hcl;

/// <summary>What is wrong with a source, and where. A missing range means the fault has no place in a file.</summary>
public sealed record HclDiagnostic(HclSeverity Severity, string Summary, string Detail, SourceRange? Range)
{
    public bool IsError => Severity == HclSeverity.Error;

    public static HclDiagnostic Error(string summary, string detail, SourceRange? range = null) => new(HclSeverity.Error, summary, detail, range);

    public static HclDiagnostic Warning(string summary, string detail, SourceRange? range = null) => new(HclSeverity.Warning, summary, detail, range);

    /// <summary>The one-line form <c>file:1,2-3: Summary; Detail</c>.</summary>
    public override string ToString() => $"{(Range is { } range ? range.ToString() : "<nil>")}: {Summary}; {Detail}";
}
