namespace Nomad.Hcl;

/// <summary>
/// A function of the language. An argument is converted to the type of its parameter before the call; an unknown
/// argument makes the result unknown without a call, unless the parameter allows it.
/// </summary>
public sealed record HclFunction(string Name, IReadOnlyList<HclParameter> Parameters, Func<IReadOnlyList<HclValue>, HclValue> Call)
{
    /// <summary>Takes any number of further arguments.</summary>
    public HclParameter? Rest { get; init; }

    /// <summary>The type of the result when an argument is unknown.</summary>
    public HclType ResultType { get; init; } = HclType.Any;

    /// <summary>
    /// Set for functions that take expressions, not values (<c>can</c>, <c>try</c>, <c>convert</c>); is given the call and
    /// a function that evaluates or throws <see cref="HclException"/>.
    /// </summary>
    public Func<HclCall, Func<HclExpression, HclValue>, HclValue>? CallSyntax { get; init; }
}

/// <summary>One parameter.</summary>
public sealed record HclParameter(string Name, HclType Type, bool AllowsNull = false, bool AllowsUnknown = false);

/// <summary>Why a function refuses its arguments. <paramref name="argument"/> counts from 0; null blames the call.</summary>
public sealed class HclFunctionException(string message, int? argument = null) : Exception(message)
{
    public int? Argument { get; } = argument;
}
