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
            matcher.Check(constraint.Operand, Resolve(constraint.LTarget, device), Resolve(constraint.RTarget, device)));

    /// <summary>Sum of the weights of matching affinities over the sum of all their sizes; 0 without affinities.</summary>
    public static double Affinity(RequestedDevice request, NodeDeviceResource device, ConstraintMatcher matcher)
    {
        double matched = 0, all = 0;
        foreach (var affinity in request.Affinities.OrEmpty())
        {
            all += Math.Abs(affinity.Weight);
            if (matcher.Check(affinity.Operand, Resolve(affinity.LTarget, device), Resolve(affinity.RTarget, device)))
                matched += affinity.Weight;
        }
        return all > 0 ? matched / all : 0;
    }

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

    private static string? Text(DeviceAttribute value) => value.String
        ?? value.Int?.ToString(CultureInfo.InvariantCulture) ?? value.Float?.ToString(CultureInfo.InvariantCulture)
        ?? (value.Bool is { } flag ? (flag ? "true" : "false") : null);
}
