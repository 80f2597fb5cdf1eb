using Nomad.Model;
using Nomad.Model.Constraints;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for constraints, affinities and spreads.</summary>
internal static class PlacementRules
{
    public static void CheckConstraint(Constraint constraint, ErrorList errors) =>
        CheckOperand(constraint.Operand, constraint.LTarget, constraint.RTarget, errors);

    public static void CheckConstraints(IReadOnlyList<Constraint>? constraints, ErrorList errors)
    {
        foreach (var (i, constraint) in constraints.OrEmpty().Index())
        {
            var inner = new ErrorList();
            CheckConstraint(constraint, inner);
            errors.Wrap($"Constraint {i + 1} validation failed: ", inner);
        }
    }

    public static void CheckAffinities(IReadOnlyList<Affinity>? affinities, ErrorList errors)
    {
        foreach (var (i, affinity) in affinities.OrEmpty().Index())
        {
            var inner = new ErrorList();
            if (affinity.Operand is Operands.DistinctHosts or Operands.DistinctProperty or Operands.IsSet or Operands.IsNotSet)
                inner.Add($"Unknown affinity operator \"{affinity.Operand}\"");
            else
                CheckOperand(affinity.Operand, affinity.LTarget, affinity.RTarget, inner);
            inner.If(affinity.Weight == 0, "Affinity weight cannot be zero");
            inner.If(affinity.Weight is < -100 or > 100, "Affinity weight must be within the range [-100,100]");
            errors.Wrap($"Affinity {i + 1} validation failed: ", inner);
        }
    }

    public static void CheckSpreads(IReadOnlyList<Spread>? spreads, ErrorList errors)
    {
        foreach (var (i, spread) in spreads.OrEmpty().Index())
        {
            var inner = new ErrorList();
            inner.If(spread.Attribute.Length == 0, "Missing spread attribute");
            inner.If(spread.Weight is <= 0 or > 100, "Spread block must have a positive weight from 0 to 100");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var target in spread.SpreadTarget.OrEmpty())
            {
                inner.If(!seen.Add(target.Value), $"Spread target value \"{target.Value}\" already defined");
                inner.If(target.Percent is < 0 or > 100, $"Spread target percentage for value \"{target.Value}\" must be between 0 and 100");
            }

            var sum = spread.SpreadTarget.OrEmpty().Sum(target => (long)target.Percent);
            inner.If(sum > 100, $"Sum of spread target percentages must not be greater than 100%; got {sum}%");
            errors.Wrap($"Spread {i + 1} validation failed: ", inner);
        }
    }

    private static void CheckOperand(string operand, string left, string right, ErrorList errors)
    {
        errors.If(operand.Length == 0, "Missing constraint operand");
        var needsLeft = operand != Operands.DistinctHosts;
        switch (operand)
        {
            case "" or Operands.DistinctHosts:
                break;
            case Operands.SetContains or Operands.SetContainsAll or Operands.SetContainsAny:
                errors.If(right.Length == 0, "Set contains constraint requires an RTarget");
                break;
            case Operands.Regexp:
                errors.If(ConstraintMatcher.Compile(right) is null, $"Regular expression failed to compile: {right}");
                break;
            case Operands.Version:
                errors.If(VersionConstraint.Parse(right) is null, $"Version constraint is invalid: Malformed constraint: {right}");
                break;
            case Operands.Semver:
                errors.If(VersionConstraint.ParseStrict(right) is null, $"Semver constraint is invalid: Malformed constraint: {right}");
                break;
            case Operands.DistinctProperty:
                errors.If(right.Length > 0 && !(uint.TryParse(right, out var count) && count >= 1),
                    $"Distinct Property must have an allowed count of 1 or greater: {right}");
                break;
            case Operands.IsSet or Operands.IsNotSet:
                errors.If(right.Length > 0, $"Operator \"{operand}\" does not support an RTarget");
                break;
            case Operands.Equal or Operands.DoubleEqual or Operands.Is or Operands.NotEqual or Operands.Not
                or Operands.Less or Operands.LessOrEqual or Operands.Greater or Operands.GreaterOrEqual:
                errors.If(right.Length == 0, $"Operator \"{operand}\" requires an RTarget");
                break;
            default:
                errors.Add($"Unknown constraint type \"{operand}\"");
                break;
        }

        errors.If(needsLeft && left.Length == 0, "No LTarget provided but is required by constraint");
    }
}
