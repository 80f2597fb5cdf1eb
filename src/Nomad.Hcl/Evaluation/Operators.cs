namespace Nomad.Hcl.Evaluation;

/// <summary>Unary and binary operators.</summary>
internal static class Operators
{
    public static HclValue Apply(HclUnary expression, HclValue value)
    {
        var type = expression.Operator == HclOperator.Not ? HclType.Bool : HclType.Number;
        var operand = Operand(value, type, "Unsuitable value for unary operand", expression.Operand.Range);
        if (operand.IsUnknown)
        {
            return operand;
        }

        return expression.Operator == HclOperator.Not ? HclValue.Bool(!operand.AsBool) : HclValue.Number(-operand.AsNumber);
    }

    public static HclValue Apply(HclBinary expression, HclValue left, HclValue right)
    {
        if (expression.Operator is HclOperator.Equal or HclOperator.NotEqual)
        {
            return !left.IsWhollyKnown || !right.IsWhollyKnown
                ? HclValue.UnknownOf(HclType.Bool)
                : HclValue.Bool(left.Equals(right) == (expression.Operator == HclOperator.Equal));
        }

        var logical = expression.Operator is HclOperator.And or HclOperator.Or;
        var type = logical ? HclType.Bool : HclType.Number;
        var a = Operand(left, type, "Unsuitable value for left operand", expression.Left.Range);
        var b = Operand(right, type, "Unsuitable value for right operand", expression.Right.Range);
        if (logical)
        {
            return Logical(expression.Operator == HclOperator.And, a, b);
        }

        var comparison = expression.Operator is HclOperator.Less or HclOperator.LessOrEqual or HclOperator.Greater or HclOperator.GreaterOrEqual;
        if (a.IsUnknown || b.IsUnknown)
        {
            return HclValue.UnknownOf(comparison ? HclType.Bool : HclType.Number);
        }

        return comparison ? Compare(expression.Operator, a.AsNumber, b.AsNumber) : Compute(expression, a.AsNumber, b.AsNumber);
    }

    private static HclValue Logical(bool and, HclValue left, HclValue right)
    {
        var decisive = HclValue.Bool(!and);
        if (left.Equals(decisive) || right.Equals(decisive))
        {
            return decisive;
        }

        return left.IsUnknown || right.IsUnknown ? HclValue.UnknownOf(HclType.Bool) : HclValue.Bool(and);
    }

    private static HclValue Compare(HclOperator kind, HclNumber left, HclNumber right) => HclValue.Bool(kind switch
    {
        HclOperator.Less => left < right,
        HclOperator.LessOrEqual => left <= right,
        HclOperator.Greater => left > right,
        _ => left >= right,
    });

    private static HclValue Compute(HclBinary expression, HclNumber left, HclNumber right)
    {
        try
        {
            return HclValue.Number(expression.Operator switch
            {
                HclOperator.Add => left + right,
                HclOperator.Subtract => left - right,
                HclOperator.Multiply => left * right,
                HclOperator.Divide => left / right,
                _ => left % right,
            });
        }
        catch (DivideByZeroException)
        {
            throw new HclException("Division by zero", "Cannot divide by zero.", expression.Right.Range);
        }
        catch (OverflowException exception)
        {
            throw new HclException("Operation failed", $"Error during operation: {exception.Message}", expression.Range);
        }
    }

    private static HclValue Operand(HclValue value, HclType type, string what, SourceRange range)
    {
        if (value.IsNull)
        {
            throw new HclException("Operation failed", "Error during operation: argument must not be null.", range);
        }

        return HclConversion.TryConvert(value, type, out var converted, out var error)
            ? converted
            : throw new HclException("Invalid operand", $"{what}: {error}.", range);
    }
}
