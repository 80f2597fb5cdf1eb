using System.Text.Json;

namespace Nomad.Rpc;

/// <summary>What is wrong with a JSON text, in the words of its author: the place and what belongs there, no names of types.</summary>
public static class JsonProblem
{
    private const string NoFit = "The JSON value could not be converted to ";

    /// <summary>What a body that was cut off is answered with; callers know these words.</summary>
    private const string CutOff = "unexpected EOF";

    /// <param name="problem">The reader's exception.</param>
    /// <param name="within">The field whose value was read, "" for the whole text.</param>
    public static string Text(JsonException problem, string within = "")
    {
        var message = problem.Message;
        if (message.Contains("end of data", StringComparison.Ordinal) || message.Contains("Expected depth to be zero", StringComparison.Ordinal))
            return CutOff;
        var reason = message.StartsWith(NoFit, StringComparison.Ordinal)
            ? "expected " + Expected(message[NoFit.Length..])
            : message.Split(" Path:")[0].Split(" LineNumber:")[0];
        var path = (problem.Path ?? "").TrimStart('$', '.');
        var place = within.Length > 0 && path.Length > 0 ? $"{within}.{path}" : within + path;
        return place.Length > 0
            ? $"bad JSON at {place}: {reason}"
            : $"bad JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine}): {reason}";
    }

    private static string Expected(string type) =>
        type.Contains("List", StringComparison.Ordinal) ? "a list"
        : type.Contains("Dictionary", StringComparison.Ordinal) ? "an object"
        : type.StartsWith("System.String", StringComparison.Ordinal) ? "text"
        : type.Contains("System.Boolean", StringComparison.Ordinal) ? "true or false"
        : type.Contains("Int", StringComparison.Ordinal) && type.Contains("System.", StringComparison.Ordinal) ? "a whole number"
        : type.Contains("System.Double", StringComparison.Ordinal) ? "a number"
        : type.Contains("System.Byte", StringComparison.Ordinal) ? "base64 text"
        : type.StartsWith("System.", StringComparison.Ordinal) ? "another kind of value"
        : "an object";
}
