using System.Text.RegularExpressions;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the services of a group and their checks.</summary>
internal static partial class ServiceRules
{
    private const long Second = 1_000_000_000;

    public static void CheckGroup(TaskGroup group, ErrorList errors)
    {
        var all = group.Services.OrEmpty().Concat(group.Tasks.OrEmpty().SelectMany(task => task.Services.OrEmpty())).ToList();
        errors.If(all.Select(service => service.Provider).Distinct().Count() > 1, "Multiple service providers used: task group services must use the same provider");
        errors.If(all.DistinctBy(service => (service.Name, service.TaskName, service.PortLabel)).Count() < all.Count, "Services are not unique");
        var labels = Labels(group);
        foreach (var service in group.Services.OrEmpty())
            errors.Wrap($"Task group service {service.Name} validation failed: ", Of(service, labels));
    }

    public static void CheckTask(TaskGroup group, JobTask task, ErrorList errors)
    {
        var labels = Labels(group);
        foreach (var service in task.Services.OrEmpty())
        {
            errors.Wrap($"service \"{service.Name}\" validation failed: ", Of(service, labels));
            errors.If(service.Connect is { Native: false }, $"service \"{service.Name}\": connect must be in the group");
        }
    }

    private static HashSet<string> Labels(TaskGroup group) => group.Networks.OrEmpty()
        .Concat(group.Tasks.OrEmpty().SelectMany(task => (task.Resources?.Networks).OrEmpty()))
        .SelectMany(network => network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
        .Select(port => port.Label).ToHashSet(StringComparer.Ordinal);

    private static ErrorList Of(Service service, HashSet<string> labels)
    {
        var errors = new ErrorList();
        errors.If(!ServiceName().IsMatch(Reference().Replace(service.Name, "x")),
            "Service name must be valid per RFC 1123 and can contain only alphanumeric characters or dashes and must be no longer than 63 characters");
        errors.If(service.Provider is not (ServiceProviders.Consul or ServiceProviders.Nomad), $"Service provider must be \"consul\" or \"nomad\"; not \"{service.Provider}\"");
        errors.If(service.AddressMode is not (AddressModes.Auto or AddressModes.Host or AddressModes.Driver or AddressModes.Alloc or AddressModes.AllocIpv6),
            $"Service address_mode must be \"auto\", \"host\", \"alloc\", \"alloc_ipv6\" or \"driver\"; not \"{service.AddressMode}\"");
        errors.If(service.OnUpdate is not (OnUpdateModes.RequireHealthy or OnUpdateModes.IgnoreWarnings or OnUpdateModes.Ignore),
            $"Service on_update must be \"require_healthy\", \"ignore_warnings\", or \"ignore\"; not \"{service.OnUpdate}\"");
        errors.If(service.Provider == ServiceProviders.Nomad && service.Connect is not null, "Service with provider nomad cannot include Connect blocks");
        errors.If(service.Identity is { Audience: null or { Count: 0 } }, "Service identity must provide at least one target aud value");
        var numeric = int.TryParse(service.PortLabel, out _);
        errors.If(service.PortLabel.Length > 0 && !numeric && !service.PortLabel.Contains("${", StringComparison.Ordinal) && !labels.Contains(service.PortLabel),
            $"port label \"{service.PortLabel}\" referenced by service \"{service.Name}\" does not exist");
        foreach (var check in service.Checks.OrEmpty())
        {
            var inner = new ErrorList();
            CheckCheck(service, check, inner);
            errors.Wrap($"Check {check.Name} invalid: ", inner);
        }

        return errors;
    }

    private static void CheckCheck(Service service, ServiceCheck check, ErrorList errors)
    {
        var nomad = service.Provider == ServiceProviders.Nomad;
        switch (check.Type)
        {
            case CheckTypes.Http:
                errors.If(check.Path.Length == 0, "http type must have http path");
                errors.If(check.Path.Contains("://", StringComparison.Ordinal), "http type must have relative http path");
                break;
            case CheckTypes.Script when !nomad:
                errors.If(check.Command.Length == 0, "script type must have a valid script path");
                break;
            case CheckTypes.Tcp:
            case CheckTypes.Grpc when !nomad:
                break;
            default:
                errors.Add($"invalid check type (\"{check.Type}\"), must be one of {(nomad ? "tcp, http" : "tcp, http, grpc, script")}");
                break;
        }

        errors.If(check.Type != CheckTypes.Script && check.PortLabel.Length == 0 && service.PortLabel.Length == 0 && !check.Expose, "check requires a port but neither check nor service has a port");
        errors.If(check.Interval.Nanoseconds < Second, "missing required value interval. Interval cannot be less than 1s");
        errors.If(check.Timeout.Nanoseconds < Second, "missing required value timeout. Timeout cannot be less than 1s");
        errors.If(check.InitialStatus is not ("" or "passing" or "warning" or "critical"), $"invalid initial check state ({check.InitialStatus}), must be one of \"critical\", \"warning\", \"passing\" or empty");
        errors.If(check.CheckRestart is { Limit: < 0 }, "check_restart limit must be 0 or more");
        errors.If(check.CheckRestart is { Grace.Nanoseconds: < 0 }, "check_restart grace must be 0 or more");
        if (!nomad)
            return;
        errors.If(check.Expose, "expose may only be set for Consul service checks");
        errors.If(check.OnUpdate == OnUpdateModes.IgnoreWarnings, "on_update may only be set to ignore_warnings for Consul service checks");
        errors.If(check.CheckRestart is { IgnoreWarnings: true }, "ignore_warnings may only be set for Consul service checks");
        errors.If(check.SuccessBeforePassing != 0, "success_before_passing may only be set for Consul service checks");
        errors.If(check.FailuresBeforeCritical != 0, "failures_before_critical may only be set for Consul service checks");
        errors.If(check.FailuresBeforeWarning != 0, "failures_before_warning may only be set for Consul service checks");
        errors.If(check.TLSServerName.Length > 0, "tls_server_name may only be set for Consul service checks");
    }

    [GeneratedRegex(@"^(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Reference();
}
