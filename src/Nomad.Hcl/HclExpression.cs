namespace Nomad.Hcl;

/// <summary>
/// A parsed expression: one of the sealed records below. <see cref="Depth"/> counts nested expressions and is limited by
/// the parser, so that walking a tree recursively is safe.
/// </summary>
public abstract record HclExpression(SourceRange Range)
{
    public int Depth { get; init; } = 1;

    /// <summary>The expression itself, without the scope that a dynamic block may have put around it.</summary>
    public virtual HclExpression Core => this;
}

/// <summary>A constant: number, bool, null, or text without interpolation.</summary>
public sealed record HclLiteral(HclValue Value, SourceRange Range) : HclExpression(Range);

/// <summary>A quoted or heredoc template of two or more parts; the result is a string.</summary>
public sealed record HclTemplate(IReadOnlyList<HclExpression> Parts, SourceRange Range) : HclExpression(Range);

/// <summary><c>"${expr}"</c> and nothing else: keeps the type of the inner value.</summary>
public sealed record HclTemplateWrap(HclExpression Inner, SourceRange Range) : HclExpression(Range);

/// <summary><c>%{ for k, v in collection }...%{ endfor }</c>.</summary>
public sealed record HclTemplateFor(string? KeyName, string ValueName, HclExpression Collection, HclExpression Content, SourceRange Range) : HclExpression(Range);

/// <summary>A variable and the constant steps after it: <c>a.b[0]["c"]</c>. <see cref="Text"/> is its exact source.</summary>
public sealed record HclTraversal(string Root, IReadOnlyList<HclStep> Steps, string Text, SourceRange Range) : HclExpression(Range);

/// <summary>Constant steps after any other expression.</summary>
public sealed record HclRelativeTraversal(HclExpression Source, IReadOnlyList<HclStep> Steps, SourceRange Range) : HclExpression(Range);

/// <summary>One step: an attribute name, or an index with a constant key.</summary>
public sealed record HclStep(HclValue Key, bool IsAttribute, SourceRange Range);

/// <summary><c>collection[key]</c> with a computed key.</summary>
public sealed record HclIndex(HclExpression Collection, HclExpression Key, SourceRange Range) : HclExpression(Range);

/// <summary><c>source[*]</c> or <c>source.*</c>; <see cref="Each"/> is evaluated for every element, which <see cref="HclSplatItem"/> stands for.</summary>
public sealed record HclSplat(HclExpression Source, HclExpression Each, HclSplatItem Item, SourceRange Range) : HclExpression(Range);

/// <summary>The element a splat is looking at. Compared by identity.</summary>
public sealed record HclSplatItem(SourceRange Range) : HclExpression(Range)
{
    public bool Equals(HclSplatItem? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary><c>name(arguments)</c>; with <see cref="ExpandsLast"/> the last argument is a list whose elements are the arguments.</summary>
public sealed record HclCall(string Name, IReadOnlyList<HclExpression> Arguments, bool ExpandsLast, SourceRange NameRange, SourceRange Range) : HclExpression(Range);

public sealed record HclUnary(HclOperator Operator, HclExpression Operand, SourceRange Range) : HclExpression(Range);

public sealed record HclBinary(HclOperator Operator, HclExpression Left, HclExpression Right, SourceRange Range) : HclExpression(Range);

public sealed record HclConditional(HclExpression Condition, HclExpression Then, HclExpression Else, SourceRange Range) : HclExpression(Range);

public sealed record HclParentheses(HclExpression Inner, SourceRange Range) : HclExpression(Range);

public sealed record HclTupleLiteral(IReadOnlyList<HclExpression> Items, SourceRange Range) : HclExpression(Range);

public sealed record HclObjectLiteral(IReadOnlyList<HclObjectItem> Items, SourceRange Range) : HclExpression(Range);

/// <summary>A key that was a bare word is an <see cref="HclLiteral"/>.</summary>
public sealed record HclObjectItem(HclExpression Key, HclExpression Value);

/// <summary><c>[for ...]</c> when <see cref="Key"/> is null, else <c>{for ...}</c>.</summary>
public sealed record HclFor(string? KeyName, string ValueName, HclExpression Collection, HclExpression? Key, HclExpression Value, SourceRange Range) : HclExpression(Range)
{
    public HclExpression? Condition { get; init; }

    /// <summary><c>value...</c>: values of equal keys are gathered in a tuple.</summary>
    public bool Groups { get; init; }
}

/// <summary>An expression with the scope to evaluate it in; made by dynamic block expansion.</summary>
public sealed record HclScopedExpression(HclExpression Inner, HclScope Scope) : HclExpression(Inner.Range)
{
    public override HclExpression Core => Inner.Core;
}
