using System.Text.Json;
using System.Text.Json.Serialization;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Plans;
using Nomad.Model.Requests;
using Nomad.Model.Services;
using Nomad.Model.Stats;
using Nomad.Model.Volumes;

namespace Nomad.Model.Json;

/// <summary>
/// Gives each map of a document its <see cref="SortedMapConverter{T}"/> when the first such map is met: a short command meets one or
/// two, and making all of them would take a tenth of its time. A map type that is not named here is written unsorted.
/// </summary>
public sealed class SortedMaps : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => For(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => For(typeToConvert);

    // Written out, because native code has no reflection to make the converter of a type found at run time.
    private static JsonConverter? For(Type type) =>
        type == typeof(IReadOnlyDictionary<string, AllocMetric>) ? new SortedMapConverter<AllocMetric>()
        : type == typeof(IReadOnlyDictionary<string, AllocatedTaskResources>) ? new SortedMapConverter<AllocatedTaskResources>()
        : type == typeof(IReadOnlyDictionary<string, Allocation>) ? new SortedMapConverter<Allocation>()
        : type == typeof(IReadOnlyDictionary<string, CSIInfo>) ? new SortedMapConverter<CSIInfo>()
        : type == typeof(IReadOnlyDictionary<string, ClientHostNetworkConfig>) ? new SortedMapConverter<ClientHostNetworkConfig>()
        : type == typeof(IReadOnlyDictionary<string, ClientHostVolumeConfig>) ? new SortedMapConverter<ClientHostVolumeConfig>()
        : type == typeof(IReadOnlyDictionary<string, ConsulGatewayBindAddress>) ? new SortedMapConverter<ConsulGatewayBindAddress>()
        : type == typeof(IReadOnlyDictionary<string, DeploymentState>) ? new SortedMapConverter<DeploymentState>()
        : type == typeof(IReadOnlyDictionary<string, DesiredUpdates>) ? new SortedMapConverter<DesiredUpdates>()
        : type == typeof(IReadOnlyDictionary<string, DeviceAttribute>) ? new SortedMapConverter<DeviceAttribute>()
        : type == typeof(IReadOnlyDictionary<string, DeviceStats>) ? new SortedMapConverter<DeviceStats>()
        : type == typeof(IReadOnlyDictionary<string, DriverInfo>) ? new SortedMapConverter<DriverInfo>()
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>) ? new SortedMapConverter<IReadOnlyDictionary<string, string>>()
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<Allocation>>) ? new SortedMapConverter<IReadOnlyList<Allocation>>()
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<FuzzyMatch>>) ? new SortedMapConverter<IReadOnlyList<FuzzyMatch>>()
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>) ? new SortedMapConverter<IReadOnlyList<string>>()
        : type == typeof(IReadOnlyDictionary<string, JsonElement>) ? new SortedMapConverter<JsonElement>()
        : type == typeof(IReadOnlyDictionary<string, ResourceUsage>) ? new SortedMapConverter<ResourceUsage>()
        : type == typeof(IReadOnlyDictionary<string, Resources>) ? new SortedMapConverter<Resources>()
        : type == typeof(IReadOnlyDictionary<string, StatObject>) ? new SortedMapConverter<StatObject>()
        : type == typeof(IReadOnlyDictionary<string, StatValue>) ? new SortedMapConverter<StatValue>()
        : type == typeof(IReadOnlyDictionary<string, TaskGroupScaleStatus>) ? new SortedMapConverter<TaskGroupScaleStatus>()
        : type == typeof(IReadOnlyDictionary<string, TaskGroupSummary>) ? new SortedMapConverter<TaskGroupSummary>()
        : type == typeof(IReadOnlyDictionary<string, TaskLifecycleConfig>) ? new SortedMapConverter<TaskLifecycleConfig>()
        : type == typeof(IReadOnlyDictionary<string, TaskResourceUsage>) ? new SortedMapConverter<TaskResourceUsage>()
        : type == typeof(IReadOnlyDictionary<string, TaskState>) ? new SortedMapConverter<TaskState>()
        : type == typeof(IReadOnlyDictionary<string, VolumeRequest>) ? new SortedMapConverter<VolumeRequest>()
        : type == typeof(IReadOnlyDictionary<string, bool>) ? new SortedMapConverter<bool>()
        : type == typeof(IReadOnlyDictionary<string, double>) ? new SortedMapConverter<double>()
        : type == typeof(IReadOnlyDictionary<string, int>) ? new SortedMapConverter<int>()
        : type == typeof(IReadOnlyDictionary<string, string>) ? new SortedMapConverter<string>()
        : type == typeof(IReadOnlyDictionary<string, ulong>) ? new SortedMapConverter<ulong>()
        : null;
}
