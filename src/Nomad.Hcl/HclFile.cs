namespace Nomad.Hcl;

/// <summary>
/// A parsed source. The body holds everything that could be understood, also when there are errors; decode it only
/// when <see cref="HasErrors"/> is false.
/// </summary>
public sealed record HclFile(string FileName, string Text, HclBody Body, IReadOnlyList<HclDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.IsError);
}
