using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the scaling policy of a group.</summary>
internal static class ScalingRules
{
    public static void Check(TaskGroup group, ErrorList errors)
    {
        if (group.Scaling is not { } scaling)
            return;
        var inner = new ErrorList();
        inner.If(scaling.Type.Length == 0, "missing scaling policy type");
        inner.If(scaling.Type is not ("" or ScalingPolicyTypes.Horizontal), $"scaling policy type \"{scaling.Type}\" is not valid");
        inner.If(scaling.Max < 0, "maximum count must be specified and non-negative");
        inner.If(scaling.Max >= 0 && scaling.Max < scaling.Min, "maximum count must not be less than minimum count");
        inner.If(scaling.Min < 0, "minimum count must be specified and non-negative");
        inner.If(scaling.Max >= 0 && group.Count > scaling.Max, $"task group count must not be greater than maximum count in scaling policy: {group.Count} > {scaling.Max}");
        inner.If(group.Count < scaling.Min, $"task group count must not be less than minimum count in scaling policy: {group.Count} < {scaling.Min}");
        foreach (var part in (string[])["Namespace", "Job", "Group"])
            inner.If(scaling.Target.OrEmpty().GetValueOrDefault(part, "").Length == 0, $"missing target {part.ToLowerInvariant()}");
        errors.Wrap("Scaling policy is invalid: ", inner);
    }
}
