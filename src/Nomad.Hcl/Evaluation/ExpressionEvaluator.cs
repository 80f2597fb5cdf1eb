using System.Text;

namespace Nomad.Hcl.Evaluation;

/// <summary>Walks a tree and computes its value. One instance for one evaluation.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly EvaluationBudget _budget = new();
    private readonly Dictionary<HclSplatItem, HclValue> _splatItems = new(ReferenceEqualityComparer.Instance);
    private readonly FunctionCalls _calls;
    private readonly ForEvaluator _loops;

    private ExpressionEvaluator()
    {
        _calls = new FunctionCalls(Visit);
        _loops = new ForEvaluator(Visit);
    }

    public static HclValue Evaluate(HclExpression expression, HclScope scope) => new ExpressionEvaluator().Visit(expression, scope);

    private HclValue Visit(HclExpression expression, HclScope scope)
    {
        _budget.Step(expression.Range);
        return expression switch
        {
            HclLiteral literal => literal.Value,
            HclTemplate template => Template(template, scope),
            HclTemplateWrap wrap => Visit(wrap.Inner, scope),
            HclTraversal traversal => Traversal(traversal, scope),
            HclRelativeTraversal relative => relative.Steps.Aggregate(Visit(relative.Source, scope), Access.Step),
            HclIndex index => Access.Index(Visit(index.Collection, scope), Visit(index.Key, scope), index.Range),
            HclParentheses parentheses => Visit(parentheses.Inner, scope),
            HclUnary unary => Operators.Apply(unary, Visit(unary.Operand, scope)),
            HclBinary binary => Operators.Apply(binary, Visit(binary.Left, scope), Visit(binary.Right, scope)),
            HclConditional conditional => Conditional(conditional, scope),
            HclTupleLiteral tuple => HclValue.Tuple([.. tuple.Items.Select(item => Visit(item, scope))]),
            HclObjectLiteral literal => ObjectLiteral(literal, scope),
            HclCall call => EvaluationBudget.Check(_calls.Call(call, scope), call.Range),
            HclFor loop => _loops.Evaluate(loop, scope),
            HclTemplateFor loop => EvaluationBudget.Check(_loops.Evaluate(loop, scope), loop.Range),
            HclSplat splat => Splat(splat, scope),
            HclSplatItem item => _splatItems[item],
            HclScopedExpression scoped => Visit(scoped.Inner, scoped.Scope),
            _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
        };
    }

    private HclValue Template(HclTemplate template, HclScope scope)
    {
        var text = new StringBuilder();
        var unknown = false;
        foreach (var part in template.Parts)
        {
            var value = Visit(part, scope);
            if (value.IsNull)
            {
                throw new HclException("Invalid template interpolation value", "The expression result is null. Cannot include a null value in a string template.", part.Range);
            }

            if (!HclConversion.TryConvert(value, HclType.String, out var converted, out var error))
            {
                throw new HclException("Invalid template interpolation value", $"Cannot include the given value in a string template: {error}.", part.Range);
            }

            unknown |= converted.IsUnknown;
            text.Append(converted.IsUnknown ? "" : converted.AsString);
            if (text.Length > EvaluationBudget.MaxTextLength)
            {
                throw new HclException("Value too large", $"A string can have at most {EvaluationBudget.MaxTextLength} characters.", template.Range);
            }
        }

        return unknown ? HclValue.UnknownOf(HclType.String) : HclValue.String(text.ToString());
    }

    private static HclValue Traversal(HclTraversal traversal, HclScope scope)
    {
        if (scope.TryVariable(traversal.Root, out var root))
        {
            return traversal.Steps.Aggregate(root, Access.Step);
        }

        if (scope.Undefined?.Invoke(traversal) is { } stand)
        {
            return stand;
        }

        var start = traversal.Range.Start;
        var end = start with { Column = start.Column + traversal.Root.Length, Offset = start.Offset + traversal.Root.Length };
        var range = traversal.Range with { End = end };
        throw scope.VariableNames.Any()
            ? new HclException("Unknown variable", $"There is no variable named \"{traversal.Root}\".{Suggestion.For(traversal.Root, scope.VariableNames)}", range)
            : new HclException("Variables not allowed", "Variables may not be used here.", range);
    }

    private HclValue Conditional(HclConditional conditional, HclScope scope)
    {
        var condition = Visit(conditional.Condition, scope);
        if (condition.IsNull)
        {
            throw new HclException("Null condition", "The condition value is null. Conditions must either be true or false.", conditional.Condition.Range);
        }

        if (!HclConversion.TryConvert(condition, HclType.Bool, out condition, out var error))
        {
            throw new HclException("Incorrect condition type", $"The condition expression must be of type bool: {error}.", conditional.Condition.Range);
        }

        if (condition.IsUnknown)
        {
            var types = new[] { Visit(conditional.Then, scope).Type, Visit(conditional.Else, scope).Type };
            return HclValue.UnknownOf(HclConversion.Unify(types) ?? HclType.Any);
        }

        var (chosen, other) = condition.AsBool ? (conditional.Then, conditional.Else) : (conditional.Else, conditional.Then);
        var value = Visit(chosen, scope);
        HclType otherType;
        try
        {
            otherType = Visit(other, scope).Type;
        }
        catch (HclException)
        {
            // the arm that is not taken may be wrong in this case: that is what conditions are for
            return value;
        }

        var unified = HclConversion.Unify([value.Type, otherType]);
        return unified is not null && HclConversion.TryConvert(value, unified, out var result, out _)
            ? result
            : throw new HclException(
                "Inconsistent conditional result types",
                $"The true and false result expressions must have consistent types. The given expressions are {value.Type.FriendlyName} and {otherType.FriendlyName}, respectively.",
                conditional.Range);
    }

    private HclValue ObjectLiteral(HclObjectLiteral literal, HclScope scope)
    {
        var entries = new List<KeyValuePair<string, HclValue>>(literal.Items.Count);
        foreach (var item in literal.Items)
        {
            var key = Visit(item.Key, scope);
            if (key.IsNull)
            {
                throw new HclException("Null value as key", "Can't use a null value as a key.", item.Key.Range);
            }

            if (!HclConversion.TryConvert(key, HclType.String, out var name, out var error))
            {
                throw new HclException("Incorrect key type", $"Can't use this value as a key: {error}.", item.Key.Range);
            }

            var value = Visit(item.Value, scope);
            if (name.IsUnknown)
            {
                return HclValue.Unknown;
            }

            entries.Add(KeyValuePair.Create(name.AsString, value));
        }

        return HclValue.Object(entries);
    }

    private HclValue Splat(HclSplat splat, HclScope scope)
    {
        var source = Visit(splat.Source, scope);
        if (source.IsUnknown)
        {
            return HclValue.Unknown;
        }

        if (source.IsNull)
        {
            return HclValue.EmptyTuple;
        }

        var results = new List<HclValue>();
        foreach (var element in source.IsSequence ? source.Elements.AsEnumerable() : [source])
        {
            _splatItems[splat.Item] = element;
            results.Add(Visit(splat.Each, scope));
        }

        _splatItems.Remove(splat.Item);
        return HclValue.Tuple(results);
    }
}
