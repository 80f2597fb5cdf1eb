using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Model.Json;

/// <summary>
/// The JSON form of every document: field names as in the API, read without regard to case, absent and null read as empty;
/// compact output, map keys sorted, text escaped as Go escapes it.
/// </summary>
public static class ModelJson
{
    /// <summary>One property a document type (<c>ModelJson.Default.Job</c>); lists are <c>ListOfX</c>.</summary>
    public static ModelJsonContext Default { get; } = new(Options());

    /// <summary>Fresh options with the same rules, for another generated context or for indented output.</summary>
    public static JsonSerializerOptions Options() => new(ModelJsonContext.Default.Options) { Encoder = GoJsonEncoder.Instance };

    /// <summary>Whether two documents say the same: compares what they write, so lists and maps count by content.</summary>
    public static bool Same<T>(T left, T right, JsonTypeInfo<T> type) => ReferenceEquals(left, right)
        || JsonSerializer.SerializeToUtf8Bytes(left, type).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, type));
}
