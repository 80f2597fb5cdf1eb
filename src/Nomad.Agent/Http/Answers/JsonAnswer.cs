using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Nomad.Agent.Http.Answers;

/// <summary>Writes JSON answers: compact without a newline, or indented with one when <c>?pretty</c> is asked for.</summary>
public static class JsonAnswer
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = Compact with { Indented = true, IndentSize = 4 };

    public static async Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type, bool pretty)
    {
        response.ContentType = "application/json";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, pretty ? Indented : Compact))
            JsonSerializer.Serialize(writer, value, type);
        if (pretty)
            await response.WriteAsync("\n");
    }
}
