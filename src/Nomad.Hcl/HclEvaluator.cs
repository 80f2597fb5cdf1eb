using Nomad.Hcl.Evaluation;

namespace Nomad.Hcl;

/// <summary>Computes values of expressions. Pure, apart from what the functions of the scope do.</summary>
public static class HclEvaluator
{
    /// <summary>Throws <see cref="HclException"/> when the expression has no value in this scope.</summary>
    public static HclValue Evaluate(HclExpression expression, HclScope scope) => ExpressionEvaluator.Evaluate(expression, scope);

    /// <summary>As <see cref="Evaluate"/>, but adds the reasons to <paramref name="diagnostics"/> and answers false.</summary>
    public static bool TryEvaluate(HclExpression expression, HclScope scope, ICollection<HclDiagnostic> diagnostics, out HclValue value)
    {
        try
        {
            value = Evaluate(expression, scope);
            return true;
        }
        catch (HclException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                diagnostics.Add(diagnostic);
            }

            value = HclValue.Unknown;
            return false;
        }
    }
}
