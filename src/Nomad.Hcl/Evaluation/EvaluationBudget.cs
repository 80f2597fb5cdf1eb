namespace Nomad.Hcl.Evaluation;

/// <summary>Bounds the work of one evaluation, so that a short text cannot keep the agent busy or fill its memory.</summary>
internal sealed class EvaluationBudget
{
    public const int MaxSteps = 5_000_000;
    public const int MaxTextLength = 32 * 1024 * 1024;
    public const int MaxElements = 1_000_000;

    private int _steps;

    public void Step(SourceRange range)
    {
        if (++_steps > MaxSteps)
        {
            throw new HclException("Expression too expensive", $"Evaluating this expression takes more than {MaxSteps} steps.", range);
        }

        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new HclException("Expression too deep", "This expression is nested too deeply to be evaluated.", range);
        }
    }

    public static HclValue Check(HclValue value, SourceRange range) => value switch
    {
        { Kind: HclValueKind.String } when value.AsString.Length > MaxTextLength =>
            throw new HclException("Value too large", $"A string can have at most {MaxTextLength} characters.", range),
        { IsSequence: true } when value.Elements.Length > MaxElements =>
            throw new HclException("Value too large", $"A collection can have at most {MaxElements} elements.", range),
        _ => value,
    };
}
