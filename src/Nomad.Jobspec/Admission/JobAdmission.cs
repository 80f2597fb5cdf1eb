using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission.Rules;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Jobspec.Admission;

/// <summary>Turns a job document, from a file or an HTTP body, into a job with all defaults, and says what is wrong with it. Pure.</summary>
public static class JobAdmission
{
    /// <summary>The document with every default filled in, still in the shape of the API. The argument is not changed.</summary>
    public static JsonObject FillDefaults(JsonObject document, AdmissionOptions options)
    {
        var copy = DocumentFields.Copy(document);
        new JobDefaults(copy, options).Apply();
        return copy;
    }

    /// <summary>The job with defaults, implied constraints and default identities. Throws <see cref="JsonException"/> when a field has a wrong type.</summary>
    public static Job Canonicalize(JsonObject document, AdmissionOptions options)
    {
        var job = JsonSerializer.Deserialize(FillDefaults(document, options), ModelJson.Default.Job)
            ?? throw new JsonException("the job is null");
        return ImpliedConstraints.Add(StoredForm.Of(job, options));
    }

    /// <summary>Every error and warning about a canonical job.</summary>
    public static AdmissionReport Validate(Job job) => Validate(job, new AdmissionOptions());

    public static AdmissionReport Validate(Job job, AdmissionOptions options)
    {
        var errors = new ErrorList();
        JobRules.Check(job, options, errors);
        return new AdmissionReport(errors.Items, JobWarnings.Of(job, options));
    }
}
