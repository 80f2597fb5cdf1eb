using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Nomad.Generators;

/// <summary>A method for each type that was named, and for every type they contain, which reads it from a document whose names are spelt as its fields are.</summary>
internal sealed class DocumentSource : FormSource
{
    /// <summary>C# that reads a value of a type from what <c>node</c> is; null when it cannot be read.</summary>
    private readonly Dictionary<ITypeSymbol, string?> reads = new(SymbolEqualityComparer.Default);

    private DocumentSource(INamedTypeSymbol target, ImmutableArray<AttributeData> attributes) : base(target)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArguments[0].Value is INamedTypeSymbol type)
                ReadOf(type);
        }
        Finish();
    }

    public static DocumentSource Of(INamedTypeSymbol target, ImmutableArray<AttributeData> attributes) => new(target, attributes);

    private string? ReadOf(ITypeSymbol type)
    {
        type = type.WithNullableAnnotation(NullableAnnotation.None);
        if (reads.TryGetValue(type, out var read))
            return read;
        return reads[type] = Simple(type) ?? (type is not INamedTypeSymbol named ? null
            : ElementOf(named) is { } element ? ListOf(element)
            : ValueOf(named) is { } value ? MapOf(named, value)
            : named is { IsRecord: true, IsAbstract: false } ? RecordOf(named) : null);
    }

    private static string? Simple(ITypeSymbol type) => type.ToDisplayString() switch
    {
        "string" => "reader.Text(node)",
        "bool" => "reader.Flag(node)",
        "int" => "reader.Int(node)",
        "uint" => "reader.UInt(node)",
        "long" => "reader.Long(node)",
        "ulong" => "reader.Unsigned(node)",
        "double" => "reader.Real(node)",
        "Nomad.Model.Duration" => "reader.Span(node)",
        "System.Text.Json.JsonElement" => "reader.Element(node)",
        // Rare: left to the serializer.
        "byte[]" or "byte" or "float" or "System.DateTimeOffset" => "reader.Misfit<" + type.ToDisplayString() + ">()",
        _ => null,
    };

    private string? ListOf(ITypeSymbol element)
    {
        if (ReadOf(element) is not { } read)
            return null;
        var (name, full) = (Called(element.Name + "List"), element.ToDisplayString(Full));
        Later($$"""
                private static {{full}}[] Read{{name}}(ref DocumentReader reader, System.Text.Json.Nodes.JsonNode from)
                {
                    if (reader.List(from) is not { Count: > 0 } items)
                        return [];
                    var list = new {{full}}[items.Count];
                    for (var at = 0; at < list.Length; at++)
                    {
                        var node = items[at];
                        list[at] = node is null ? reader.Misfit<{{full}}>() : {{read}};
                    }
                    return list;
                }
            """);
        return $"Read{name}(ref reader, node)";
    }

    private string? MapOf(INamedTypeSymbol type, ITypeSymbol value)
    {
        if (ReadOf(value) is not { } read)
            return null;
        var (name, full) = (Called(value.Name + "Map"), value.ToDisplayString(Full));
        Later($$"""
                private static {{type.ToDisplayString(Full)}} Read{{name}}(ref DocumentReader reader, System.Text.Json.Nodes.JsonNode from)
                {
                    if (reader.Object(from) is not { Count: > 0 } entries)
                        return Nomad.Model.SmallMap<{{full}}>.Empty;
                    var (keys, values) = (new string[entries.Count], new {{full}}[entries.Count]);
                    for (var at = 0; at < keys.Length; at++)
                    {
                        (keys[at], var node) = entries.GetAt(at);
                        values[at] = node is null ? reader.Misfit<{{full}}>() : {{read}};
                    }
                    return Nomad.Model.SmallMap.Of(keys, values);
                }
            """);
        return $"Read{name}(ref reader, node)";
    }

    private string RecordOf(INamedTypeSymbol type)
    {
        var name = Called(type.Name);
        Later(() => Record(type, name));
        return $"Read{name}(ref reader, node)";
    }

    private void Record(INamedTypeSymbol type, string name)
    {
        var fields = RecordField.Of(type);
        foreach (var field in fields.Where(each => ReadOf(Inner(each.Type).Type) is null))
            Problem($"{type.ToDisplayString()}.{field.Name}: a {field.Type.ToDisplayString()} cannot be read from a document");
        Later($$"""
                private static {{type.ToDisplayString(Full)}} Read{{name}}(ref DocumentReader reader, System.Text.Json.Nodes.JsonNode from)
                {
            {{Locals(fields)}}
                    var document = reader.Object(from);
                    for (var at = 0; at < document.Count; at++)
                    {
                        var (name, node) = document.GetAt(at);
                        if (node is null)
                            continue;
                        switch (name)
                        {
            {{Lines(fields, each => $"                case \"{each.Name}\": {each.Local} = {ReadOf(Inner(each.Type).Type)}; break;")}}
                            default: reader.Misfit(); break;
                        }
                    }
            {{New(type, fields)}}
                }
            """);
    }
}
