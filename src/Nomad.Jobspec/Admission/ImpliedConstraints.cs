using Nomad.Model;
using Nomad.Model.Constraints;
using Nomad.Model.Jobs;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission;

/// <summary>Constraints that follow from what a group uses. None is added where the group already constrains the same attribute.</summary>
internal static class ImpliedConstraints
{
    private static readonly string[] BridgePlugins = ["bridge", "firewall", "host-local", "loopback", "portmap"];

    public static Job Add(Job job)
    {
        TaskGroup[]? groups = null;
        for (var i = 0; i < job.TaskGroups.OrEmpty().Count; i++)
        {
            if (AddTo(job.TaskGroups![i]) is var changed && !ReferenceEquals(changed, job.TaskGroups[i]))
                (groups ??= [.. job.TaskGroups])[i] = changed;
        }

        return groups is null ? job : job with { TaskGroups = groups };
    }

    private static TaskGroup AddTo(TaskGroup group)
    {
        List<Constraint>? constraints = null;
        foreach (var implied in Of(group))
        {
            constraints ??= [.. group.Constraints.OrEmpty()];
            // A signal list or a version floor of the author's own stays beside ours unless it is the same attribute.
            if (!constraints.Any(known => known.LTarget == implied.LTarget && (known == implied || implied.Operand != Operands.SetContains)))
                constraints.Add(implied);
        }

        if (constraints is not null)
            return group with { Constraints = SharedParts.Of<Constraint>(constraints) };
        return group.Constraints is { Count: 0 } ? group with { Constraints = null } : group;
    }

    private static IEnumerable<Constraint> Of(TaskGroup group)
    {
        var tasks = group.Tasks.OrEmpty();
        foreach (var vault in tasks.Select(task => task.Vault).OfType<Vault>())
        {
            yield return vault.Cluster is "default" or ""
                ? Semver("${attr.vault.version}", ">= 0.6.1")
                : Semver($"${{attr.vault.{vault.Cluster}.version}}", ">= 1.11.0");
        }

        var services = group.Services.OrEmpty().Concat(tasks.SelectMany(task => task.Services.OrEmpty())).ToList();
        if (services.Any(service => service.Provider == ServiceProviders.Consul))
            yield return Semver("${attr.consul.version}", ">= 1.8.0");
        var native = services.Where(service => service.Provider == ServiceProviders.Nomad).ToList();
        if (native.Count > 0)
            yield return new Constraint { LTarget = "${attr.nomad.service_discovery}", RTarget = "true", Operand = Operands.Equal };
        if (native.Any(service => service.Checks.OrEmpty().Count > 0))
            yield return Semver("${attr.nomad.version}", ">= 1.4.0");
        foreach (var secret in tasks.SelectMany(task => task.Secrets.OrEmpty()).Select(secret => secret.Provider).Distinct().Order(StringComparer.Ordinal))
            yield return new Constraint { LTarget = $"${{attr.plugins.secrets.{secret}.version}}", Operand = Operands.IsSet };
        var signals = Signals(tasks);
        if (signals.Length > 0)
            yield return new Constraint { LTarget = "${attr.os.signals}", RTarget = signals, Operand = Operands.SetContains };
        if (group.Networks.OrEmpty().Any(network => network.Mode == "bridge"))
        {
            foreach (var plugin in BridgePlugins)
                yield return Semver($"${{attr.plugins.cni.version.{plugin}}}", ">= 0.4.0");
        }

        if (tasks.Any(task => task.Schedule is not null))
            yield return Semver("${attr.nomad.version}", ">= 1.8.0-dev");
        if (tasks.Any(task => task.Resources?.NUMA is { Affinity: not ("none" or "") }))
        {
            yield return Semver("${attr.nomad.version}", ">= 1.6.3-dev");
            yield return new Constraint { LTarget = "${attr.kernel.name}", RTarget = "linux", Operand = Operands.Equal };
        }
    }

    private static string Signals(IReadOnlyList<JobTask> tasks)
    {
        var signals = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            signals.Add(task.KillSignal);
            signals.Add(task.Vault is { ChangeMode: ChangeModes.Signal } vault ? vault.ChangeSignal : "");
            foreach (var template in task.Templates.OrEmpty())
                signals.Add(template.ChangeMode == ChangeModes.Signal ? template.ChangeSignal : "");
        }

        signals.Remove("");
        return string.Join(',', signals);
    }

    private static Constraint Semver(string attribute, string version) => new() { LTarget = attribute, RTarget = version, Operand = Operands.Semver };
}
