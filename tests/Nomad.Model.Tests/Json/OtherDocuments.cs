using System.Text.Json.Serialization;
using Nomad.Model.Access;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Model.Stats;
using Nomad.Model.Variables;

namespace Nomad.Model.Tests.Json;

/// <summary>Documents that the program itself neither reads nor writes, but whose form is known.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ACLToken)), JsonSerializable(typeof(IReadOnlyList<ACLPolicyListStub>), TypeInfoPropertyName = "ListOfACLPolicyListStub")]
[JsonSerializable(typeof(IReadOnlyList<ScalingPolicyListStub>), TypeInfoPropertyName = "ListOfScalingPolicyListStub")]
[JsonSerializable(typeof(FuzzySearchResponse)), JsonSerializable(typeof(MetricsSummary)), JsonSerializable(typeof(VariableLock))]
internal sealed partial class OtherDocuments : JsonSerializerContext
{
    public static OtherDocuments Current { get; } = new(ModelJson.Options());
}
