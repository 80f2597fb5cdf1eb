using Microsoft.CodeAnalysis;

namespace Nomad.Generators;

/// <summary>The code that writes and reads one value of a type.</summary>
/// <param name="write">C# that writes the value {0} to the writer <c>to</c>.</param>
/// <param name="read">C# that reads one from the reader <c>from</c>.</param>
/// <param name="isLeftOut">C# that says whether the value {0} of a field need not be written; null when it is asked for null only.</param>
internal sealed class ValueForm(WireKind kind, string write, string read, string? isLeftOut = null)
{
    public WireKind Kind { get; } = kind;

    public string Read { get; } = read;

    /// <summary>Whether it may be null, where others have a value that says nothing.</summary>
    public bool IsObject => isLeftOut is null;

    public string Write(string value) => string.Format(write, value);

    public string IsLeftOut(string value) => string.Format(isLeftOut ?? "{0} is null", value);

    /// <summary>The form of a type that has no parts; null when it has, or is not known.</summary>
    public static ValueForm? OfSimple(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => new(WireKind.Bytes, "to.Text({0});", "from.Text()", "string.IsNullOrEmpty({0})"),
        SpecialType.System_Boolean => new(WireKind.Number, "to.Number({0} ? 1UL : 0UL);", "from.Number() != 0", "!{0}"),
        SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 =>
            new(WireKind.Number, "to.Signed({0});", $"unchecked(({type.ToDisplayString()})from.Signed())", "{0} == 0"),
        SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 =>
            new(WireKind.Number, "to.Number({0});", $"unchecked(({type.ToDisplayString()})from.Number())", "{0} == 0"),
        SpecialType.System_Double or SpecialType.System_Single =>
            new(WireKind.Real, "to.Real({0});", $"({type.ToDisplayString()})from.Real()", "{0} == 0"),
        _ => OfNamed(type),
    };

    private static ValueForm? OfNamed(ITypeSymbol type) => type.ToDisplayString() switch
    {
        "byte[]" or "byte[]?" => new(WireKind.Bytes, "to.Bytes({0});", "from.Bytes().ToArray()"),
        "System.DateTimeOffset" => new(WireKind.Bytes, "to.Time({0});", "from.Time()", "{0} == default"),
        "System.Text.Json.JsonElement" => new(WireKind.Bytes, "to.Json({0});", "from.Json()", "{0}.ValueKind == System.Text.Json.JsonValueKind.Undefined"),
        "Nomad.Model.Duration" => new(WireKind.Number, "to.Signed({0}.Nanoseconds);", "new Nomad.Model.Duration(from.Signed())", "{0}.Nanoseconds == 0"),
        _ => null,
    };
}
