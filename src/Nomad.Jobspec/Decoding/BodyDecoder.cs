using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Schema;

namespace Nomad.Jobspec.Decoding;

/// <summary>Decodes bodies by the tables of keys; reports every unknown key with the nearest known one.</summary>
internal sealed class BodyDecoder(HclScope scope, List<HclDiagnostic> diagnostics)
{
    /// <summary>The field that holds the label of a labelled block until it is named.</summary>
    public const string Label = ":label";

    /// <summary>Deeper maps of driver settings are refused.</summary>
    private const int MaxDepth = 64;

    /// <summary>Fields that the original does not have: only in the documents of files that use them.</summary>
    private static readonly HashSet<string> OwnFields = ["DependsOn", "Concurrency"];

    private static readonly IReadOnlyDictionary<string, BlockSchema> Schemas = BlockSchema.Read(JobTable.Text, TaskTable.Text, ServiceTable.Text);

    public JsonObject Decode(HclBody source, string type)
    {
        var schema = Schemas[type];
        if (source.Syntax == HclSyntax.Legacy && type == "network")
            source = LegacyShape.ExpandPorts(source);
        var body = source.Resolve(schema.BlockLabels, diagnostics);
        var result = new JsonObject();
        foreach (var field in schema.Fields)
        {
            var value = Field(body, field);
            if (value is not null || (field.Field[0] != ':' && !OwnFields.Contains(field.Field)))
                result[field.Field] = value;
        }

        ReportUnknown(body, schema);
        return result;
    }

    private static JsonNode? Empty(BlockField field) => field.Nullable ? null : field.Kind switch
    {
        FieldKind.Text => "",
        FieldKind.Int or FieldKind.Duration => 0,
        FieldKind.Bool => false,
        _ => null,
    };

    private JsonNode? Field(HclBody body, BlockField field)
    {
        if (field.Key.Length == 0)
            return Empty(field);
        if (field.IsBlock)
            return Blocks([.. body.BlocksOf(field.Key)], field) ?? Empty(field);
        if (body.Attribute(field.Key) is { } attribute)
        {
            if (field.IsMap && body.BlocksOf(field.Key).FirstOrDefault() is { } second)
                diagnostics.Add(HclDiagnostic.Error($"Duplicate {field.Key} block", $"Only one {field.Key} is allowed, as a block or as an attribute.", second.DefinitionRange));
            return Value(attribute, field.Kind, body.Syntax == HclSyntax.Legacy) ?? Empty(field);
        }

        if (field.IsMap && body.BlocksOf(field.Key).ToList() is { Count: > 0 } blocks)
            return MapBlocks(blocks, field);
        if (field.Required)
            diagnostics.Add(HclDiagnostic.Error("Missing required argument", $"The argument \"{field.Key}\" is required, but no definition was found.", body.MissingItemRange));
        return Empty(field);
    }

    private JsonNode? Value(HclAttribute attribute, FieldKind kind, bool legacy)
    {
        if (!HclEvaluator.TryEvaluate(attribute.Value, scope, diagnostics, out var value))
            return null;
        try
        {
            return ValueReader.Read(value, kind, legacy);
        }
        catch (FormatException problem)
        {
            diagnostics.Add(HclDiagnostic.Error("Incorrect attribute value type", $"Inappropriate value for attribute \"{attribute.Name}\": {problem.Message}.", attribute.Value.Range));
            return null;
        }
    }

    private JsonNode? Blocks(List<HclBlock> blocks, BlockField field)
    {
        if (blocks.Count == 0)
            return null;
        var labelled = field.Kind is FieldKind.Labelled or FieldKind.LabelMap;
        foreach (var wrong in blocks.Where(block => block.Labels.Count != (labelled ? 1 : 0)))
            diagnostics.Add(HclDiagnostic.Error(labelled ? $"Missing name for {field.Key}" : $"Extraneous label for {field.Key}",
                labelled ? $"All {field.Key} blocks must have 1 label." : $"No labels are expected for {field.Key} blocks.", wrong.DefinitionRange));
        if (field.Kind == FieldKind.Block && blocks.Count > 1)
            diagnostics.Add(HclDiagnostic.Error($"Duplicate {field.Key} block", $"Only one {field.Key} block is allowed.", blocks[1].DefinitionRange));
        var decoded = blocks.Select(block =>
        {
            var inner = Decode(block.Body, field.Schema);
            if (block.Labels.Count > 0)
                inner[Label] = block.Labels[0];
            return inner;
        }).ToList();
        return field.Kind switch
        {
            FieldKind.Block => decoded[0],
            FieldKind.LabelMap => new JsonObject(decoded.Select(inner => KeyValuePair.Create<string, JsonNode?>(inner[Label]?.GetValue<string>() ?? "", inner)).DistinctBy(pair => pair.Key)),
            _ => new JsonArray([.. decoded]),
        };
    }

    /// <summary>Old files may repeat a map and mean all of its entries; today it is written once.</summary>
    private JsonObject MapBlocks(List<HclBlock> blocks, BlockField field)
    {
        if (blocks.Count > 1 && blocks[0].Body.Syntax != HclSyntax.Legacy)
            diagnostics.Add(HclDiagnostic.Error($"Duplicate {field.Key} block", $"Only one {field.Key} block is allowed.", blocks[1].DefinitionRange));
        foreach (var labelled in blocks.Where(block => block.Labels.Count > 0))
            diagnostics.Add(HclDiagnostic.Error($"Extraneous label for {field.Key}", $"No labels are expected for {field.Key} blocks.", labelled.DefinitionRange));
        var result = MapBody(blocks[0].Body, field.Kind, 0);
        foreach (var (name, value) in blocks.Skip(1).SelectMany(block => MapBody(block.Body, field.Kind, 0)))
            result[name] = value?.DeepClone();
        return result;
    }

    private JsonObject MapBody(HclBody body, FieldKind kind, int depth)
    {
        var result = new JsonObject();
        var item = kind switch { FieldKind.TextMap => FieldKind.Text, FieldKind.ListMap => FieldKind.TextList, _ => FieldKind.AnyMap };
        foreach (var attribute in body.Attributes)
        {
            var value = Value(attribute, item, legacy: false);
            result[attribute.Name] = kind == FieldKind.AnyMap && value is JsonObject && attribute.Value.Core is HclObjectLiteral ? new JsonArray(value) : value;
        }

        foreach (var block in body.Blocks)
        {
            if (kind != FieldKind.AnyMap || depth > MaxDepth)
            {
                diagnostics.Add(HclDiagnostic.Error("Unsupported block type", $"Blocks of type \"{block.Type}\" are not expected here.", block.TypeRange));
                continue;
            }

            var inner = MapBody(block.Body, kind, depth + 1);
            foreach (var label in block.Labels.Reverse())
                inner = new JsonObject { [label] = new JsonArray(inner) };
            if (result[block.Type] is JsonArray list)
                list.Add((JsonNode)inner);
            else
                result[block.Type] = new JsonArray(inner);
        }

        return result;
    }

    private void ReportUnknown(HclBody body, BlockSchema schema)
    {
        foreach (var attribute in body.Attributes.Where(attribute => !schema.ByKey.TryGetValue(attribute.Name, out var field) || field.IsBlock))
        {
            diagnostics.Add(HclDiagnostic.Error("Unsupported argument",
                $"An argument named \"{attribute.Name}\" is not expected here.{NearestName.Hint(attribute.Name, schema.ByKey.Keys)}", attribute.NameRange));
        }

        foreach (var block in body.Blocks.Where(block => !schema.ByKey.TryGetValue(block.Type, out var field) || !(field.IsBlock || field.IsMap)))
        {
            diagnostics.Add(HclDiagnostic.Error("Unsupported block type",
                $"Blocks of type \"{block.Type}\" are not expected here.{NearestName.Hint(block.Type, schema.ByKey.Keys)}", block.TypeRange));
        }
    }
}
