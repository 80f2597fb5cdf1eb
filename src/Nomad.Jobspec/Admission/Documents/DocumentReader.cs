using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Model;
using Nomad.Model.Json;

namespace Nomad.Jobspec.Admission.Documents;

/// <summary>Reads values of a document that are of the very type that is expected. Anything else is a misfit, after which what was read counts for nothing.</summary>
internal struct DocumentReader
{
    private static readonly JsonObject NoFields = [];

    private ArrayBufferWriter<byte>? text;
    private Utf8JsonWriter? writer;
    private bool isMisfit;

    public readonly bool Fits => !isMisfit;

    public void Misfit() => isMisfit = true;

    public T Misfit<T>()
    {
        isMisfit = true;
        return default!;
    }

    public JsonObject Object(JsonNode node) => node as JsonObject ?? Misfit(NoFields);

    public JsonArray? List(JsonNode node) => node as JsonArray ?? Misfit<JsonArray?>();

    public string Text(JsonNode node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : Misfit("");

    public bool Flag(JsonNode node) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : Misfit<bool>();

    public int Int(JsonNode node) => node is JsonValue value && value.TryGetValue(out int number) ? number
        : Long(node) is var longer && longer == (int)longer ? (int)longer : Misfit<int>();

    public uint UInt(JsonNode node) => Long(node) is var longer && longer == (uint)longer ? (uint)longer : Misfit<uint>();

    /// <summary>A number that came as text of JSON, or that a default is.</summary>
    public long Long(JsonNode node) => node is not JsonValue value ? Misfit<long>()
        : value.TryGetValue(out long number) ? number : value.TryGetValue(out int small) ? small : Misfit<long>();

    public ulong Unsigned(JsonNode node) => node is JsonValue value && value.TryGetValue(out ulong number) ? number
        : Long(node) is >= 0 and var signed ? (ulong)signed : Misfit<ulong>();

    public double Real(JsonNode node) => node is JsonValue value && value.TryGetValue(out double number) ? number : Long(node);

    /// <summary>Nanoseconds, or a text such as "30s".</summary>
    public Duration Span(JsonNode node) => node is JsonValue value && value.TryGetValue(out string? text)
        ? Duration.TryParse(text, out var span) ? span : Misfit<Duration>() : new Duration(Long(node));

    /// <summary>What an author wrote freely, on its own: it must not hold on to the whole document it came in.</summary>
    public JsonElement Element(JsonNode node)
    {
        text ??= new ArrayBufferWriter<byte>();
        writer ??= new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = GoJsonEncoder.Instance });
        text.ResetWrittenCount();
        writer.Reset(text);
        node.WriteTo(writer);
        writer.Flush();
        return SharedElements.Of(text.WrittenSpan);
    }

    private T Misfit<T>(T instead)
    {
        isMisfit = true;
        return instead;
    }
}
