using System.Text.Json;
using Nomad.Agent.Http.Volumes;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Nodes;
using Nomad.Model.Volumes;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Events;

/// <summary>The JSON form of what changed: one line for each commit, <c>{"Index":…,"Events":[…]}</c>.</summary>
internal static class EventJson
{
    /// <summary>Whether a change has a form in the stream.</summary>
    public static bool IsShown(StateChange change) => (change.After ?? change.Before) is Job or Allocation or Evaluation or Deployment or Node or NodePool;

    public static ReadOnlyMemory<byte> Line(ulong index, IReadOnlyList<StateChange> changes)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = GoJsonEncoder.Instance, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("Index", index);
            writer.WriteStartArray("Events");
            foreach (var change in changes)
                Write(writer, index, change);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, ulong index, StateChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("Topic", change.Topic);
        writer.WriteString("Type", change.Type);
        writer.WriteString("Key", change.Key);
        writer.WriteString("Namespace", change.Namespace);
        if (change.FilterKeys.Count == 0)
            writer.WriteNull("FilterKeys");
        else
        {
            writer.WriteStartArray("FilterKeys");
            foreach (var key in change.FilterKeys)
                writer.WriteStringValue(key);
            writer.WriteEndArray();
        }
        writer.WriteNumber("Index", index);
        writer.WriteStartObject("Payload");
        WritePayload(writer, change);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePayload(Utf8JsonWriter writer, StateChange change)
    {
        var context = ModelJson.Default;
        switch (change.After ?? change.Before)
        {
            case Job job:
                writer.WritePropertyName("Job");
                JsonSerializer.Serialize(writer, job, context.Job);
                if (change.After is null)
                    writer.WriteBoolean("Deleted", true);
                break;
            case Allocation allocation:
                writer.WritePropertyName("Allocation");
                JsonSerializer.Serialize(writer, allocation with { Job = null }, context.Allocation);
                break;
            case Evaluation evaluation:
                writer.WritePropertyName("Evaluation");
                JsonSerializer.Serialize(writer, evaluation, context.Evaluation);
                break;
            case Deployment deployment:
                writer.WritePropertyName("Deployment");
                JsonSerializer.Serialize(writer, deployment, context.Deployment);
                break;
            case Node node:
                writer.WritePropertyName("Node");
                JsonSerializer.Serialize(writer, node with { SecretID = "" }, context.Node);
                break;
            case CSIVolume volume:
                writer.WritePropertyName("Volume");
                JsonSerializer.Serialize(writer, VolumeShapes.Public(volume), context.CSIVolume);
                break;
            case NodePool pool:
                writer.WritePropertyName("NodePool");
                JsonSerializer.Serialize(writer, pool, context.NodePool);
                break;
        }
    }
}
