using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Admission;
using Nomad.Jobspec.Decoding;
using Nomad.Jobspec.Variables;

namespace Nomad.Jobspec;

/// <summary>Job files to job documents: the fields of the API with explicit nulls, before defaults.</summary>
public static class JobFileReader
{
    /// <summary>Larger job files are refused, in UTF-16 units.</summary>
    public const int MaxLength = 10 * 1024 * 1024;

    private static readonly Dictionary<string, int> TopLevel = new() { ["job"] = 1, ["variable"] = 1, ["variables"] = 0, ["locals"] = 0 };

    /// <summary>Never throws for a bad file: every reason is in the diagnostics.</summary>
    public static JobFileResult Read(JobFileSource source)
    {
        if (source.Text.Length > MaxLength)
            return Failed(HclDiagnostic.Error("Job file too large", $"A job file has at most {MaxLength} characters; this one has {source.Text.Length}."));
        if (source.Json || IsApiJson(source.Text))
            return ReadJson(source);
        if (source.Hcl1)
            return ReadParsed(source, HclParser.ParseLegacy(source.Name, source.Text));
        var modern = ReadParsed(source, HclParser.Parse(source.Name, source.Text));
        if (modern.Document is not null)
            return modern;
        var legacy = ReadParsed(source, HclParser.ParseLegacy(source.Name, source.Text));
        return legacy.Document is not null ? legacy : modern;
    }

    private static bool IsApiJson(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return false;
        try
        {
            using var parsed = JsonDocument.Parse(text);
            var root = parsed.RootElement;
            var job = root.TryGetProperty("Job", out var wrapped) ? wrapped : root;
            return job.ValueKind == JsonValueKind.Object && (job.TryGetProperty("ID", out _) || job.TryGetProperty("TaskGroups", out _));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static JobFileResult ReadJson(JobFileSource source)
    {
        try
        {
            var document = DocumentFields.Read(source.Text);
            return new JobFileResult((document["Job"] as JsonObject ?? document).DeepClone().AsObject(), []);
        }
        catch (JsonException problem)
        {
            return Failed(HclDiagnostic.Error("Invalid job JSON", "A job is a JSON object, bare or as the field Job of one: " + problem.Message));
        }
    }

    private static JobFileResult ReadParsed(JobFileSource source, HclFile file)
    {
        var diagnostics = file.Diagnostics.ToList();
        if (file.HasErrors)
            return new JobFileResult(null, diagnostics);
        var root = file.Body.Resolve(TopLevel, diagnostics);
        CheckTop(root, diagnostics);
        var jobs = root.BlocksOf("job").ToList();
        if (jobs.Count == 0)
            diagnostics.Add(HclDiagnostic.Error("Missing job block", "A job file holds one block job \"name\" { ... }.", root.MissingItemRange));
        if (jobs.Count > 1)
            diagnostics.Add(HclDiagnostic.Error("Duplicate job block", "A job file holds one job block only.", jobs[1].DefinitionRange));
        if (diagnostics.Any(problem => problem.IsError))
            return new JobFileResult(null, diagnostics);
        var scope = new VariableResolver(source, diagnostics).Resolve(root);
        if (diagnostics.Any(problem => problem.IsError))
            return new JobFileResult(null, diagnostics);
        var document = new JobDecoder(scope, diagnostics).Decode(jobs[0]);
        return new JobFileResult(diagnostics.Any(problem => problem.IsError) ? null : document, diagnostics);
    }

    private static void CheckTop(HclBody root, List<HclDiagnostic> diagnostics)
    {
        foreach (var attribute in root.Attributes)
            diagnostics.Add(HclDiagnostic.Error("Unsupported argument", $"An argument named \"{attribute.Name}\" is not expected here.{NearestName.Hint(attribute.Name, TopLevel.Keys)}", attribute.NameRange));
        foreach (var block in root.Blocks.Where(block => !TopLevel.ContainsKey(block.Type)))
            diagnostics.Add(HclDiagnostic.Error("Unsupported block type", $"Blocks of type \"{block.Type}\" are not expected here.{NearestName.Hint(block.Type, TopLevel.Keys)}", block.TypeRange));
    }

    private static JobFileResult Failed(HclDiagnostic problem) => new(null, [problem]);
}
