using Nomad.Hcl.Parsing;

namespace Nomad.Hcl;

/// <summary>Turns text into syntax trees. Pure and total: any text gives a file, with diagnostics where it makes no sense.</summary>
public static class HclParser
{
    /// <summary>Larger sources are refused, in UTF-16 units. The largest real job files are far below 1 MB.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Reads native syntax, or JSON when the first character that is no space is <c>{</c>.</summary>
    public static HclFile Parse(string fileName, string text)
    {
        var source = new SourceText(fileName, text);
        return text.AsSpan().TrimStart(' ') is ['{', ..] ? new JsonBodyParser(source).ParseFile() : new BodyParser(source).ParseFile();
    }

    /// <summary>Reads one expression, for values given on the command line.</summary>
    public static HclExpression? ParseExpression(string fileName, string text, ICollection<HclDiagnostic> diagnostics) =>
        new BodyParser(new SourceText(fileName, text)).ParseLoneExpression(diagnostics);

    /// <summary>Reads text with <c>${}</c> and <c>%{}</c> parts and no quotes around it.</summary>
    public static HclExpression? ParseTemplate(string fileName, string text, ICollection<HclDiagnostic> diagnostics) =>
        new BodyParser(new SourceText(fileName, text)).ParseLoneTemplate(diagnostics);

    /// <summary>Reads the first version of the language.</summary>
    public static HclFile ParseLegacy(string fileName, string text)
    {
        var source = new SourceText(fileName, text);
        return text.AsSpan().TrimStart() is ['{', ..] ? new JsonBodyParser(source).ParseFile() : new LegacyParser(source).ParseFile();
    }
}
