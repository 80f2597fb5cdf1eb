using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Jobspec.Admission.Documents;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Jobspec.Tests.Admission;

/// <summary>What the build wrote to read a job says the same as the serializer, or nothing.</summary>
public sealed class JobDocumentTests
{
    private static readonly JsonSerializerOptions Options = ModelJson.Options();

    [Fact]
    public void Every_field_is_read_as_the_serializer_reads_it() => Seeds.Each(20, seed =>
    {
        var document = Sample(seed);
        document.Remove(nameof(Job.Payload)); // bytes are left to the serializer
        Assert.Equal(BySerializer(document), Text(JobDocument.AsItShouldBe(document)));
    });

    [Fact]
    public void A_document_with_anything_odd_is_read_by_the_serializer_or_refused_as_it_does() => Seeds.Each(500, seed =>
    {
        var random = new Random(seed);
        var document = Sample(seed);
        for (var i = random.Next(1, 3); i > 0; i--)
            Spoil(document, random);
        var read = JobDocument.AsItShouldBe(document);
        Assert.True(read is null || Text(read) == BySerializer(document), document.ToJsonString());
        Assert.Equal(BySerializer(document), Said(() => JobDocument.Read(document)));
    });

    /// <summary>Jobs as users write them take the quick way: defaults leave nothing in a document that it does not know.</summary>
    [Fact]
    public void A_usual_job_is_as_it_should_be()
    {
        var document = JobAdmission.FillDefaults(GoodJob.Edited(""), new AdmissionOptions());
        Assert.Equal(BySerializer(document), Text(JobDocument.AsItShouldBe(document)));
    }

    // As it comes over the wire: parsed.
    private static JsonObject Sample(int seed) => (JsonObject)JsonNode.Parse(Samples.Of(typeof(Job), Options.GetTypeInfo, new Random(seed))!.ToJsonString())!;

    // A value of another kind, a name in another case, a name that no field has, or nothing where something was.
    private static void Spoil(JsonObject document, Random random)
    {
        var objects = Everything(document).OfType<JsonObject>().Where(each => each.Count > 0).ToList();
        var chosen = objects[random.Next(objects.Count)];
        var (name, value) = chosen.GetAt(random.Next(chosen.Count));
        switch (random.Next(4))
        {
            case 0:
                chosen[name] = (JsonNode?[])[JsonValue.Create("7"), JsonValue.Create(-7), JsonValue.Create(2.5), JsonValue.Create(1L << 40), JsonValue.Create(true), new JsonArray(), new JsonObject()]
                    is var others ? others[random.Next(others.Length)] : null;
                break;
            case 1:
                chosen.Remove(name);
                chosen[random.Next(2) == 0 ? name.ToLowerInvariant() : name.ToUpperInvariant()] = value;
                break;
            case 2:
                chosen["NoFieldHasThisName"] = value?.DeepClone();
                break;
            default:
                chosen[name] = null;
                break;
        }
    }

    private static IEnumerable<JsonNode> Everything(JsonNode node) => (node switch
    {
        JsonObject fields => fields.Select(field => field.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Everything).Prepend(node);

    private static string BySerializer(JsonObject document) => Said(() => document.Deserialize(ModelJson.Default.Job));

    private static string Said(Func<Job?> read)
    {
        try
        {
            return Text(read());
        }
        catch (JsonException problem)
        {
            return problem.Message;
        }
    }

    private static string Text(Job? job) => JsonSerializer.Serialize(job, ModelJson.Default.Job);
}
