using System.Globalization;
using Nomad.Hcl;
using Nomad.Model;

namespace Nomad.Cli.Invocation;

/// <summary>Files that say what something is to be (a quota, a volume), in HCL: plain values and blocks, nothing computed.</summary>
internal static class SpecFile
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>The text of a file, or with "-" of standard input.</summary>
    public static string Read(CommandCall call, string path)
    {
        if (path == "-")
            return call.Terminal.In.ReadToEnd();
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new CommandFailure($"Error reading input: there is no file \"{path}\"");
        return file.Length <= LargestFile ? File.ReadAllText(path)
            : throw new CommandFailure($"Error reading input: the file \"{path}\" is larger than {LargestFile} bytes");
    }

    /// <exception cref="CommandFailure">The text is no HCL; the message says where and why.</exception>
    public static HclBody Parse(string name, string text)
    {
        var file = HclParser.Parse(name, text);
        return file.Diagnostics.FirstOrDefault(problem => problem.IsError) is { } wrong ? throw new CommandFailure($"Error parsing input: {wrong}") : file.Body;
    }

    public static HclBody Resolved(HclBody body, Dictionary<string, int> blocks, params string[] attributes)
    {
        var problems = new List<HclDiagnostic>();
        var resolved = body.Resolve(blocks, problems);
        if (problems.FirstOrDefault(problem => problem.IsError) is { } wrong)
            throw new CommandFailure($"Error parsing input: {wrong}");
        if (resolved.Attributes.FirstOrDefault(attribute => !attributes.Contains(attribute.Name)) is { } unknown)
            throw new CommandFailure($"Error parsing input: {unknown.NameRange}: there is no \"{unknown.Name}\" here; known: {string.Join(", ", attributes)}");
        if (resolved.Blocks.FirstOrDefault(block => !blocks.ContainsKey(block.Type)) is { } strange)
            throw new CommandFailure($"Error parsing input: {strange.TypeRange}: there is no block \"{strange.Type}\" here");
        return resolved;
    }

    public static string Text(HclBody body, string name) => Value(body, name) is not { } value ? ""
        : value.Kind == HclValueKind.String ? value.AsString : throw Wrong(body, name, "a text");

    public static long? Number(HclBody body, string name) => Value(body, name) is not { } value ? null
        : value.Kind == HclValueKind.Number && long.TryParse(value.AsNumber.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw Wrong(body, name, "a whole number");

    /// <summary>Texts by name; null when absent.</summary>
    public static IReadOnlyDictionary<string, string>? Map(HclBody body, string name) => Value(body, name) is not { } value ? null
        : value.IsKeyed && value.Entries.All(own => own.Value.Kind == HclValueKind.String)
            ? value.Entries.ToDictionary(own => own.Key, own => own.Value.AsString, StringComparer.Ordinal) : throw Wrong(body, name, "a map of texts");

    /// <summary>A list of texts; null when absent.</summary>
    public static IReadOnlyList<string>? Texts(HclBody body, string name) => Value(body, name) is not { } value ? null
        : value.IsSequence && value.Elements.All(own => own.Kind == HclValueKind.String)
            ? [.. value.Elements.Select(own => own.AsString)] : throw Wrong(body, name, "a list of texts");

    private static HclValue? Value(HclBody body, string name)
    {
        if (body.Attribute(name) is not { } attribute)
            return null;
        var problems = new List<HclDiagnostic>();
        return HclEvaluator.TryEvaluate(attribute.Value, HclScope.Empty, problems, out var value) ? value : throw new CommandFailure($"Error parsing input: {problems[0]}");
    }

    private static CommandFailure Wrong(HclBody body, string name, string right) =>
        new($"Error parsing input: {body.Attribute(name)!.Range}: {name} is {right}");
}
