namespace Nomad.Model.Jobs;

/// <summary>What a scaling policy changes.</summary>
public static class ScalingPolicyTypes
{
    public const string Horizontal = "horizontal";
    public const string VerticalCpu = "vertical_cpu";
    public const string VerticalMem = "vertical_mem";
}
