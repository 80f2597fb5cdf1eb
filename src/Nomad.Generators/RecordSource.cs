using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Nomad.Generators;

/// <summary>A property for each type that was named, and below it what puts every type they contain into bytes and reads it from them.</summary>
internal sealed class RecordSource : FormSource
{
    private readonly Dictionary<ITypeSymbol, ValueForm?> forms = new(SymbolEqualityComparer.Default);

    private RecordSource(INamedTypeSymbol target, ImmutableArray<AttributeData> attributes) : base(target)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArguments[0].Value is INamedTypeSymbol type)
                Form(type, attribute.ConstructorArguments.Length > 1 && attribute.ConstructorArguments[1].Value is string name ? name : type.Name);
        }
        Finish();
    }

    public static RecordSource Of(INamedTypeSymbol target, ImmutableArray<AttributeData> attributes) => new(target, attributes);

    private void Form(INamedTypeSymbol type, string name)
    {
        if ((type.IsAbstract && type.IsRecord ? FamilyForm(type) : FormOf(type)) is not { } form)
        {
            Problem($"{type.ToDisplayString()} cannot be written as bytes");
            return;
        }
        var full = type.ToDisplayString(Full);
        Line($"    public static RecordForm<{full}> {name} {{ get; }} = new(static (to, value) => {{ {form.Write("value")} }}, static (ref RecordReader from) => {form.Read});");
    }

    // Null when it is of no known kind.
    private ValueForm? FormOf(ITypeSymbol type)
    {
        type = type.WithNullableAnnotation(NullableAnnotation.None);
        if (forms.TryGetValue(type, out var form))
            return form;
        return forms[type] = ValueForm.OfSimple(type) ?? (type is not INamedTypeSymbol named ? null
            : ElementOf(named) is { } element ? ListForm(named, element)
            : ValueOf(named) is { } value ? MapForm(named, value)
            : named is { IsRecord: true, IsAbstract: false } ? RecordFormOf(named) : null);
    }

    private ValueForm? ListForm(INamedTypeSymbol type, ITypeSymbol element)
    {
        if (FormOf(element) is not { } item)
            return null;
        var (name, full) = (Called(element.Name + "List"), element.ToDisplayString(Full));
        Later($$"""
                private static void Write{{name}}(RecordWriter to, {{type.ToDisplayString(Full)}} list)
                {
                    to.Count(list.Count, {{(int)item.Kind}});
                    for (var at = 0; at < list.Count; at++)
                    {
                        var item = list[at];
                        {{WriteItem(item, "item")}}
                    }
                }

                private static {{full}}[] Read{{name}}(ref RecordReader from)
                {
                    var list = from.Room<{{full}}>({{(int)item.Kind}});
                    for (var at = 0; at < list.Length; at++)
                        list[at] = {{ReadItem(item)}};
                    return list;
                }
            """);
        return new(WireKind.List, $"Write{name}(to, {{0}});", $"Read{name}(ref from)");
    }

    private ValueForm? MapForm(INamedTypeSymbol type, ITypeSymbol value)
    {
        if (FormOf(value) is not { } item)
            return null;
        var (name, full) = (Called(value.Name + "Map"), value.ToDisplayString(Full));
        Later($$"""
                private static void Write{{name}}(RecordWriter to, {{type.ToDisplayString(Full)}} map)
                {
                    var sorted = Nomad.Model.SmallMap.Sorted(map);
                    to.Count(sorted.Count, {{(int)item.Kind}});
                    for (var at = 0; at < sorted.Count; at++)
                    {
                        var (key, item) = sorted.Entry(at);
                        to.Text(key);
                        {{WriteItem(item, "item")}}
                    }
                }

                private static {{type.ToDisplayString(Full)}} Read{{name}}(ref RecordReader from)
                {
                    var count = from.Count({{(int)item.Kind}});
                    if (count == 0)
                        return Nomad.Model.SmallMap<{{full}}>.Empty;
                    if (count == 1)
                        return new Nomad.Model.SmallMap<{{full}}>(from.Text(), {{ReadItem(item)}});
                    var (keys, values) = (new string[count], RecordReader.Array<{{full}}>(count));
                    for (var at = 0; at < keys.Length; at++)
                    {
                        keys[at] = from.Text();
                        values[at] = {{ReadItem(item)}};
                    }
                    return Nomad.Model.SmallMap.Of(keys, values);
                }
            """);
        return new(WireKind.Map, $"Write{name}(to, {{0}});", $"Read{name}(ref from)");
    }

    // A family of records is written with the name of the one it is, as in JSON; never as a part of another, for it could not be passed over.
    private ValueForm? FamilyForm(INamedTypeSymbol type)
    {
        var members = new List<(string Name, string Type, ValueForm Form)>();
        foreach (var attribute in type.GetAttributes().Where(each => each.AttributeClass?.Name == "JsonDerivedTypeAttribute"))
        {
            if (attribute.ConstructorArguments[0].Value is not INamedTypeSymbol member || FormOf(member) is not { } form)
                return null;
            members.Add(((string)attribute.ConstructorArguments[1].Value!, member.ToDisplayString(Full), form));
        }
        if (members.Count == 0)
            return null;
        var (name, full) = (Called(type.Name), type.ToDisplayString(Full));
        Later($$"""
                private static void Write{{name}}(RecordWriter to, {{full}} value)
                {
                    switch (value)
                    {
            {{Lines(members, each => $"            case {each.Type} one: to.Text(\"{each.Name}\"); {each.Form.Write("one")} break;")}}
                        default: throw new System.InvalidOperationException($"{value.GetType().Name} is not of the family {{type.Name}}");
                    }
                }

                private static {{full}} Read{{name}}(ref RecordReader from) => from.Text() switch
                {
            {{Lines(members, each => $"        \"{each.Name}\" => {each.Form.Read},")}}
                    var other => throw new System.IO.InvalidDataException($"\"{other}\" is not of the family {{type.Name}}"),
                };
            """);
        return new(WireKind.Record, $"Write{name}(to, {{0}});", $"Read{name}(ref from)");
    }

    private ValueForm RecordFormOf(INamedTypeSymbol type)
    {
        var (name, full) = (Called(type.Name), type.ToDisplayString(Full));
        // Its parts are looked at later: a record may contain others of its own type.
        Later(() => Record(type, name, full));
        return new(WireKind.Record, $"Write{name}(to, {{0}});", $"Read{name}(ref from)", type.IsValueType ? "{0}.Equals(default)" : null);
    }

    private void Record(INamedTypeSymbol type, string name, string full)
    {
        var fields = new List<(RecordField Field, ValueForm Form, int Tag, bool IsNullable)>();
        foreach (var field in RecordField.Of(type))
        {
            var (inner, isNullable) = Inner(field.Type);
            if (FormOf(inner) is not { } form)
                Problem($"{type.ToDisplayString()}.{field.Name}: a {field.Type.ToDisplayString()} cannot be written as bytes");
            else
                fields.Add((field, form, field.Tag(form.Kind), isNullable));
        }
        foreach (var same in fields.GroupBy(each => each.Tag).Where(each => each.Count() > 1))
            Problem($"{type.ToDisplayString()}: {string.Join(" and ", same.Select(each => each.Field.Name))} have one tag: one of them needs another name");
        var all = fields.Select(each => each.Field).ToList();
        Later($$"""
                private static void Write{{name}}(RecordWriter to, {{full}} value)
                {
            {{Lines(fields, each => "        " + WriteField(each.Field, each.Form, each.Tag, each.IsNullable))}}
                    to.End();
                }

                private static {{full}} Read{{name}}(ref RecordReader from)
                {
            {{Locals(all)}}
                    while (from.Next() is var tag && tag != 0)
                    {
                        switch (tag)
                        {
            {{Lines(fields, each => $"                case {each.Tag}: {each.Field.Local} = {each.Form.Read}; break;")}}
                            default: from.Pass(tag); break;
                        }
                    }
            {{New(type, all)}}
                }
            """);
    }

    private static string WriteField(RecordField field, ValueForm form, int tag, bool isNullable)
    {
        var local = field.Local;
        return isNullable || (field.MayBeNull && !form.IsObject) ? $"if (value.{field.Name} is {{ }} {local}) {{ to.Tag({tag}); {form.Write(local)} }}"
            : $"var {local} = value.{field.Name}; if (!({form.IsLeftOut(local)})) {{ to.Tag({tag}); {form.Write(local)} }}";
    }

    // In a list there is a place also for what is not there.
    private static string WriteItem(ValueForm form, string item) => form.IsObject ? $"if ({item} is null) to.Null(); else {form.Write(item)}" : form.Write(item);

    private static string ReadItem(ValueForm form) => form.IsObject ? $"from.IsNull() ? null! : {form.Read}" : form.Read;
}
