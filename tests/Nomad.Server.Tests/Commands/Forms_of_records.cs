using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Cluster;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Namespaces;
using Nomad.Model.Nodes;
using Nomad.Model.Quotas;
using Nomad.Model.Scheduling;
using Nomad.Model.Volumes;
using Nomad.Server.Commands;
using Nomad.Server.Commands.Records;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Commands;

/// <summary>Whatever a record holds comes back from its bytes, and bytes that hold something else are refused.</summary>
public sealed class Forms_of_records
{
    /// <summary>Every field of every command and row, deep down: one that were forgotten, or taken for another, would be missing here.</summary>
    [Fact]
    public void Every_field_comes_back() => Seeds.Each(10, seed =>
    {
        var random = new Random(seed);
        foreach (var member in CommandJson.InfoOf(typeof(Command)).PolymorphismOptions!.DerivedTypes)
            ComesBack(RecordForms.Command, (JsonObject)Sample(member.DerivedType, random)!, member.TypeDiscriminator!.ToString());
        ComesBack(RecordForms.ApplyPlanHead, Sample(typeof(ApplyPlanHead), random));
        ComesBack(RecordForms.Job, Sample(typeof(Job), random));
        ComesBack(RecordForms.JobSubmission, Sample(typeof(JobSubmission), random));
        ComesBack(RecordForms.JobSummary, Sample(typeof(JobSummary), random));
        ComesBack(RecordForms.PeriodicLaunch, Sample(typeof(PeriodicLaunch), random));
        ComesBack(RecordForms.JobScalingEvents, Sample(typeof(JobScalingEvents), random));
        ComesBack(RecordForms.Node, Sample(typeof(Node), random));
        ComesBack(RecordForms.Evaluation, Sample(typeof(Evaluation), random));
        ComesBack(RecordForms.Deployment, Sample(typeof(Deployment), random));
        ComesBack(RecordForms.Allocation, Sample(typeof(Allocation), random));
        ComesBack(RecordForms.Namespace, Sample(typeof(Namespace), random));
        ComesBack(RecordForms.NodePool, Sample(typeof(NodePool), random));
        ComesBack(RecordForms.QuotaSpec, Sample(typeof(QuotaSpec), random));
        ComesBack(RecordForms.QuotaUse, Sample(typeof(QuotaUse), random));
        ComesBack(RecordForms.SchedulerConfiguration, Sample(typeof(SchedulerConfiguration), random));
        ComesBack(RecordForms.AutopilotConfig, Sample(typeof(AutopilotConfig), random));
        ComesBack(RecordForms.ClusterMetadata, Sample(typeof(ClusterMetadata), random));
        ComesBack(RecordForms.CSIVolume, Sample(typeof(CSIVolume), random));
        ComesBack(RecordForms.VolumeClaims, Sample(typeof(VolumeClaims), random));
        ComesBack(RecordForms.CSIPlugin, Sample(typeof(CSIPlugin), random));
        ComesBack(RecordForms.RescheduleTracker, Sample(typeof(RescheduleTracker), random));
        ComesBack(RecordForms.NetworkResource, Sample(typeof(NetworkResource), random));
        ComesBack(RecordForms.AllocStates, Sample(typeof(IReadOnlyList<AllocState>), random));
        ComesBack(RecordForms.TaskResources, Sample(typeof(IReadOnlyDictionary<string, AllocatedTaskResources>), random));
        ComesBack(RecordForms.TaskLifecycles, Sample(typeof(IReadOnlyDictionary<string, TaskLifecycleConfig>), random));
    });

    /// <summary>None and empty are not the same, nor is a text that may be null and is empty.</summary>
    [Fact]
    public void What_says_nothing_comes_back_as_it_was()
    {
        foreach (var job in (Job[])[new Job(), new Job { Datacenters = [], Meta = SmallMap<string>.Empty, Payload = [] }])
            Assert.Equal(Json(job), Json(RecordForms.Job.Read(Bytes(RecordForms.Job, job))));
        Assert.InRange(Bytes(RecordForms.Job, new Job()).Length, 1, 12);
    }

    /// <summary>Distances between the NUMA nodes of a machine have as many bytes as it has nodes.</summary>
    [Fact]
    public void Bytes_of_every_length_come_back_in_a_list()
    {
        IReadOnlyList<byte[]> distances = [.. Enumerable.Range(0, 20).Select(count => Enumerable.Range(0, count).Select(at => (byte)(at * 37)).ToArray()), null!, [10, 12, 32, 32]];
        var node = new Node { NodeResources = new NodeResources { Processors = new NodeProcessorResources { Topology = new Topology { Distances = distances } } } };
        var bytes = Bytes(RecordForms.Node, node);
        Assert.Equal(distances, RecordForms.Node.Read(bytes).NodeResources!.Processors!.Topology!.Distances);
        RecordForms.QuotaUse.Read(bytes);
    }

    /// <summary>A field that a later version wrote is passed over, whatever is in it.</summary>
    [Fact]
    public void Fields_that_are_not_known_are_passed_over() => Seeds.Each(20, seed =>
    {
        var job = (Job)Sample(typeof(Job), new Random(seed)).Deserialize(CommandJson.InfoOf(typeof(Job)))!;
        // Nearly no field of the one is a field of the other.
        var read = RecordForms.QuotaUse.Read(Bytes(RecordForms.Job, job));
        Assert.Equal(job.Name, read.Name);
    });

    [Fact]
    public void Damaged_records_are_refused() => Seeds.Each(600, seed =>
    {
        var random = new Random(seed);
        var bytes = Bytes(RecordForms.Job, (Job)Sample(typeof(Job), random).Deserialize(CommandJson.InfoOf(typeof(Job)))!);
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
        bytes = bytes[..random.Next(1, bytes.Length + 1)];
        try
        {
            RecordForms.Job.Read(bytes);
            RecordForms.QuotaUse.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // As it should be: nothing else, and no room for what is not there.
        }
    });

    /// <summary>Records in records without end: passed over no deeper than any is.</summary>
    [Fact]
    public void Endless_depth_is_refused() =>
        Assert.Throws<InvalidDataException>(() => RecordForms.QuotaUse.Read([2, .. Enumerable.Repeat(new byte[] { 0xfc, 0xff }, 100_000).SelectMany(tag => tag)]));

    private static void ComesBack<T>(RecordForm<T> form, JsonNode? sample, string? family = null)
    {
        if (family is not null)
            sample = new JsonObject([KeyValuePair.Create("$type", (JsonNode?)family), .. ((JsonObject)sample!).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))]);
        var value = sample.Deserialize(CommandJson.Of<T>())!;
        var bytes = Bytes(form, value);
        var read = form.Read(bytes);
        Assert.Equal(Json(value), Json(read));
        Assert.Equal(bytes, Bytes(form, read));
        // As it was written before there was this form.
        Assert.Equal(Json(value), Json(form.Read(JsonSerializer.SerializeToUtf8Bytes(value, CommandJson.Of<T>()))));
    }

    private static byte[] Bytes<T>(RecordForm<T> form, T value)
    {
        var to = new RecordWriter();
        form.Write(to, value);
        return to.Written.ToArray();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, CommandJson.Of<T>());

    private static JsonNode? Sample(Type type, Random random) => Samples.Of(type, CommandJson.InfoOf, random);
}
