using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission.Documents;
using Nomad.Jobspec.Admission.Rules;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission;

/// <summary>Turns a job document, from a file or an HTTP body, into a job with all defaults, and says what is wrong with it. Pure.</summary>
public static class JobAdmission
{
    /// <summary>The document with every default filled in, still in the shape of the API. The argument is not changed.</summary>
    public static JsonObject FillDefaults(JsonObject document, AdmissionOptions options) => FillIn(DocumentFields.Copy(document), options);

    /// <summary>
    /// What was parsed, in the form in which admission works on it: names of fields in any case, no nulls in lists. Throws <see cref="JsonException"/> when
    /// it is no object, <see cref="InvalidOperationException"/> when a text holds half a surrogate pair.
    /// </summary>
    public static JsonObject Read(JsonElement document) => DocumentFields.Read(document);

    /// <summary>The job with defaults, implied constraints and default identities. Throws <see cref="JsonException"/> when a field has a wrong type.</summary>
    public static Job Canonicalize(JsonObject document, AdmissionOptions options) => CanonicalizeOwn(DocumentFields.Copy(document), options);

    /// <summary>As <see cref="Canonicalize"/>, of a document that <see cref="Read"/> made and nobody else has: the defaults are filled into it.</summary>
    public static Job CanonicalizeOwn(JsonObject document, AdmissionOptions options)
    {
        var job = JobDocument.Read(FillIn(document, options));
        return ImpliedConstraints.Add(StoredForm.Of(job, options));
    }

    private static JsonObject FillIn(JsonObject document, AdmissionOptions options)
    {
        new JobDefaults(document, options).Apply();
        return document;
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
