using System.Globalization;

namespace Nomad.Scheduling.Feasibility;

/// <summary>Decides whether devices of a node answer a request by name and constraints.</summary>
internal static class DeviceMatch
{
    /// <summary>A request names a type, a vendor/type, or a vendor/type/name.</summary>
    public static bool IsNamed(string request, NodeDeviceResource device) => request.Split('/', 3) switch
    {
        [var type] => type == device.Type,
        [var vendor, var type] => vendor == device.Vendor && type == device.Type,
        [var vendor, var type, var name] => vendor == device.Vendor && type == device.Type && name == device.Name,
        _ => false,
    };

    /// <summary>Whether the group of devices fits the request and has enough healthy instances in all, taken or not.</summary>
    public static bool Satisfies(RequestedDevice request, NodeDeviceResource device, ConstraintMatcher matcher) =>
        device.Instances.OrEmpty().Count(instance => instance.Healthy) >= (int)Math.Max(1, request.Count) && IsAsked(request, device, matcher);

    /// <summary>Whether the group of devices is of the kind that is asked for, whatever state its instances are in.</summary>
    public static bool IsAsked(RequestedDevice request, NodeDeviceResource device, ConstraintMatcher matcher) =>
        IsNamed(request.Name, device) && request.Constraints.OrEmpty().All(constraint =>
            Holds(constraint.Operand, (constraint.LTarget, constraint.RTarget), device, matcher));

    /// <summary>Sum of the weights of the affinities that match.</summary>
    public static double Matched(RequestedDevice request, NodeDeviceResource device, ConstraintMatcher matcher) => request.Affinities.OrEmpty()
        .Where(affinity => Holds(affinity.Operand, (affinity.LTarget, affinity.RTarget), device, matcher)).Sum(affinity => (double)affinity.Weight);

    // Quantities are compared as such; one with a unit has no order with one without, nor with one of another measure.
    private static bool Holds(string operand, (string Left, string Right) targets, NodeDeviceResource device, ConstraintMatcher matcher)
    {
        var (left, right) = (Resolve(targets.Left, device), Resolve(targets.Right, device));
        if (left is null || right is null || !IsComparison(operand) || DeviceQuantity.Parse(left) is not { } one || DeviceQuantity.Parse(right) is not { } other
            || one.Measure.Length + other.Measure.Length == 0)
            return matcher.Check(operand, left, right);
        if (one.Measure != other.Measure)
            return false;
        return operand switch
        {
            Operands.NotEqual or Operands.Not => one.Value != other.Value,
            Operands.Less => one.Value < other.Value,
            Operands.LessOrEqual => one.Value <= other.Value,
            Operands.Greater => one.Value > other.Value,
            Operands.GreaterOrEqual => one.Value >= other.Value,
            _ => one.Value == other.Value,
        };
    }

    private static bool IsComparison(string operand) => operand is "" or Operands.Equal or Operands.DoubleEqual or Operands.Is or Operands.NotEqual or Operands.Not
        or Operands.Less or Operands.LessOrEqual or Operands.Greater or Operands.GreaterOrEqual;

    private static string? Resolve(string target, NodeDeviceResource device)
    {
        const string AttributePrefix = "${device.attr.";
        if (!target.StartsWith("${", StringComparison.Ordinal))
            return target;
        return target switch
        {
            "${device.model}" => device.Name,
            "${device.vendor}" => device.Vendor,
            "${device.type}" => device.Type,
            _ when target.StartsWith(AttributePrefix, StringComparison.Ordinal) && target.EndsWith('}')
                && device.Attributes.OrEmpty().TryGetValue(target[AttributePrefix.Length..^1], out var value) => Text(value),
            _ => null,
        };
    }

    private static string? Text(DeviceAttribute value) => value switch
    {
        { String: { } text } => text,
        { Int: { } whole } => WithUnit(whole.ToString(CultureInfo.InvariantCulture), value.Unit),
        { Float: { } number } => WithUnit(number.ToString(CultureInfo.InvariantCulture), value.Unit),
        { Bool: { } flag } => flag ? "true" : "false",
        _ => null,
    };

    private static string WithUnit(string number, string unit) => unit.Length == 0 ? number : $"{number} {unit}";
}
