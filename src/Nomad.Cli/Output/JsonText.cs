using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Output;

/// <summary>The <c>-json</c> form of an object: indented by four, field names as in the HTTP API.</summary>
public static class JsonText
{
    private static JsonWriterOptions Indented => new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            JsonSerializer.Serialize(writer, value, type);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>A document that is JSON already.</summary>
    public static string Of(JsonElement document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>True when <c>-json</c> or <c>-t</c> asked for the object itself, which is then printed.</summary>
    public static bool Printed<T>(CommandCall call, T value, JsonTypeInfo<T> type, string json = "json")
    {
        if (!IsAsked(call, json))
            return false;
        Print(call, JsonSerializer.SerializeToElement(value, type));
        return true;
    }

    /// <summary>Whether <c>-json</c> or <c>-t</c> asks for the object itself; both together are an error.</summary>
    public static bool IsAsked(CommandCall call, string json = "json")
    {
        if (call.Flags.Boolean(json) && call.Flags.Text("t").Length > 0)
            throw new CommandFailure("json format does not support template option.");
        return call.Flags.Boolean(json) || call.Flags.Text("t").Length > 0;
    }

    /// <summary>Prints a document as it was asked for. A template that does not parse is an error.</summary>
    public static void Print(CommandCall call, JsonElement document)
    {
        var template = call.Flags.Text("t");
        call.Line(template.Length > 0 ? Templates.GoTemplate.Render(template, document) : Of(document));
    }

    public static IReadOnlyList<Flag> Flags =>
    [
        Flag.Boolean("json", "Print the object as JSON."),
        Flag.Text("t", "template", "Print the object through a Go template."),
    ];
}
