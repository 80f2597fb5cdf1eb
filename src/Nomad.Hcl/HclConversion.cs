using Nomad.Hcl.Evaluation;

namespace Nomad.Hcl;

/// <summary>Changes values from one type to another.</summary>
public static class HclConversion
{
    /// <summary>
    /// Converts, or answers false with a phrase that says what is required: <c>a number is required</c>,
    /// <c>element 2: string required</c>.
    /// </summary>
    public static bool TryConvert(HclValue value, HclType type, out HclValue result, out string error) =>
        TypeConverter.TryConvert(value, type, out result, out error);

    /// <summary>The one type all can be converted to, or null.</summary>
    public static HclType? Unify(IReadOnlyList<HclType> types) => TypeUnifier.Unify(types);

    /// <summary>Reads a type expression such as <c>list(string)</c>; throws <see cref="HclException"/>.</summary>
    public static HclType ReadType(HclExpression expression) => TypeExpressions.Read(expression);
}
