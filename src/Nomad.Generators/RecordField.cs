using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Nomad.Generators;

/// <summary>A property of a record that is written: what can be read and be set when the record is made.</summary>
internal sealed class RecordField(IPropertySymbol property, bool isArgument)
{
    private const uint Basis = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private const int KindBits = 3;
    private const int TagBits = 16;

    public string Name => property.Name;

    public ITypeSymbol Type => property.Type;

    /// <summary>The variable that has its value until the record is made.</summary>
    public string Local => "the" + Name;

    /// <summary>Whether it is an argument of the constructor.</summary>
    public bool IsArgument => isArgument;

    /// <summary>Whether null is something else than the empty text.</summary>
    public bool MayBeNull => property.NullableAnnotation == NullableAnnotation.Annotated;

    /// <summary>
    /// What stands for it in bytes: a hash of its name, so that a field may come, go and change its place without a number to look after, and its kind, so that
    /// one that is not known can be passed over. Its low byte is never 0.
    /// </summary>
    public int Tag(WireKind kind)
    {
        // FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
        var hash = Basis;
        foreach (var letter in Name)
            hash = unchecked((hash ^ letter) * Prime);
        return (int)((hash ^ (hash >> TagBits)) << KindBits & 0xffff) | (int)kind;
    }

    /// <summary>The fields of a record, those of its bases first.</summary>
    public static List<RecordField> Of(INamedTypeSymbol type)
    {
        var properties = new List<IPropertySymbol>();
        for (var at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
            properties.InsertRange(0, at.GetMembers().OfType<IPropertySymbol>().Where(IsPart));
        var arguments = new HashSet<string>(Constructor(type, properties)?.Parameters.Select(each => each.Name) ?? []);
        return [.. properties.Select(each => new RecordField(each, arguments.Contains(each.Name))).Where(each => each.IsArgument || each.IsSet)];
    }

    /// <summary>The names of what the record is made with, in their order.</summary>
    public static IEnumerable<string> Arguments(INamedTypeSymbol type, IReadOnlyList<RecordField> fields) =>
        Constructor(type, fields.Select(each => each.Property))?.Parameters.Select(each => each.Name) ?? [];

    private IPropertySymbol Property => property;

    private bool IsSet => property.SetMethod is { DeclaredAccessibility: Accessibility.Public };

    private static bool IsPart(IPropertySymbol property) =>
        property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, IsOverride: false, GetMethod: not null }
        && property.Name != "EqualityContract"
        && !property.GetAttributes().Any(each => each.AttributeClass?.Name == "JsonIgnoreAttribute" && each.NamedArguments.IsEmpty);

    // A record is made without arguments where it can be, else with those of the first constructor whose arguments are its properties.
    private static IMethodSymbol? Constructor(INamedTypeSymbol type, IEnumerable<IPropertySymbol> properties)
    {
        var names = new HashSet<string>(properties.Select(each => each.Name));
        var open = type.InstanceConstructors.Where(each => each.DeclaredAccessibility != Accessibility.Private);
        return open.OrderBy(each => each.Parameters.Length).FirstOrDefault(each => each.Parameters.All(parameter => names.Contains(parameter.Name)));
    }
}
