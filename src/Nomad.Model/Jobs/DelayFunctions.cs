namespace Nomad.Model.Jobs;

/// <summary>How the delay before a reschedule grows.</summary>
public static class DelayFunctions
{
    public const string Constant = "constant";
    public const string Exponential = "exponential";
    public const string Fibonacci = "fibonacci";
}
