using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Jobspec.Admission.Documents;

/// <summary>
/// A job from a document that has all its defaults. Nearly every document is as it should be, and is read by what the build wrote for it, without being written
/// as text first. Any other (a name in another case, a field that is not known or has another type) is the serializer's, which knows all the rules and says what
/// is wrong.
/// </summary>
[DocumentForm(typeof(Job))]
internal static partial class JobDocument
{
    /// <summary>Throws <see cref="JsonException"/> when a field has a wrong type.</summary>
    public static Job Read(JsonObject document) =>
        AsItShouldBe(document) ?? document.Deserialize(ModelJson.Default.Job) ?? throw new JsonException("the job is null");

    /// <summary>Null when anything in it is not as it should be.</summary>
    internal static Job? AsItShouldBe(JsonObject document)
    {
        var reader = new DocumentReader();
        var job = ReadJob(ref reader, document);
        return reader.Fits ? job : null;
    }
}
