using Nomad.Hcl.Formatting;
using Nomad.Hcl.Parsing;

namespace Nomad.Hcl;

/// <summary>Lays a source out in the usual way: two spaces for each level, equals signs and comments of neighbouring lines aligned.</summary>
public static class HclFormatter
{
    /// <summary>
    /// The text in canonical layout; formatting twice changes nothing. Null when it is no valid source, with the reasons
    /// in <paramref name="diagnostics"/>. JSON is returned as it is.
    /// </summary>
    public static string? Format(string fileName, string text, ICollection<HclDiagnostic> diagnostics)
    {
        var file = HclParser.Parse(fileName, text);
        foreach (var diagnostic in file.Diagnostics)
        {
            diagnostics.Add(diagnostic);
        }

        if (file.HasErrors)
        {
            return null;
        }

        return file.Body.Syntax == HclSyntax.Json ? text : LineLayout.Write(FormatTokens.Read(new SourceText(fileName, text).Text));
    }
}
