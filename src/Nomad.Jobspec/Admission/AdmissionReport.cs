namespace Nomad.Jobspec.Admission;

/// <summary>What speaks against a job, and what its author should know.</summary>
public sealed record AdmissionReport(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    public bool IsValid => Errors.Count == 0;

    /// <summary>All errors as the API answers them; "" when there is none.</summary>
    public string ErrorText => Errors.Count == 0 ? "" : ErrorList.Text(Errors);

    /// <summary>All warnings as the API answers them; "" when there is none.</summary>
    public string WarningText => Warnings.Count == 0 ? "" : $"{Warnings.Count} warning(s):\n\n* {string.Join("\n* ", Warnings)}";
}
