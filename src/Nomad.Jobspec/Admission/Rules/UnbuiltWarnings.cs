using Nomad.Jobspec.Schema;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>One warning for each kind of block that is stored and has no effect, with every place where the job has it.</summary>
internal static class UnbuiltWarnings
{
    public static IEnumerable<string> Of(Job job)
    {
        var found = job.TaskGroups.OrEmpty().SelectMany(group => InGroup(group).Concat(group.Tasks.OrEmpty().SelectMany(task => InTask(group, task))));
        if (job.UI is not null)
            found = found.Append(("ui", "the job"));
        foreach (var kind in found.GroupBy(block => block.Name, block => block.Place))
            yield return $"Block {kind.Key} of {string.Join(", ", kind.Distinct())} is stored, but nothing follows from it in this program: {UnbuiltBlocks.Reason(kind.Key)}";
    }

    private static IEnumerable<(string Name, string Place)> InGroup(TaskGroup group)
    {
        var place = $"group \"{group.Name}\"";
        // Clients of the API send the block with every group; it says something when it names something.
        if (group.Consul is { } consul && (consul.Namespace.Length > 0 || consul.Partition.Length > 0 || consul.Cluster is not ("" or "default")))
            yield return ("consul", place);
        if (group.Networks.OrEmpty().Any(network => network.DNS is not null))
            yield return ("dns", place);
        foreach (var block in OfServices(group.Services.OrEmpty(), place))
            yield return block;
    }

    private static IEnumerable<(string Name, string Place)> InTask(TaskGroup group, JobTask task)
    {
        var place = $"task \"{group.Name}.{task.Name}\"";
        if (task.Vault is not null)
            yield return ("vault", place);
        if (task.Consul is not null)
            yield return ("consul", place);
        // Every task has an identity; only one that it is to see would be missed.
        if (task.Identities.OrEmpty().Count > 0 || task.Identity is { Env: true } or { File: true })
            yield return ("identity", place);
        if (task.Actions.OrEmpty().Count > 0)
            yield return ("action", place);
        if (task.CSIPluginConfig is not null)
            yield return ("csi_plugin", place);
        if ((task.Resources?.Networks).OrEmpty().Any(network => network.DNS is not null))
            yield return ("dns", place);
        foreach (var block in OfServices(task.Services.OrEmpty(), place))
            yield return block;
    }

    private static IEnumerable<(string Name, string Place)> OfServices(IReadOnlyList<Service> services, string place)
    {
        if (services.Count > 0)
            yield return ("service", place);
        if (services.Any(service => service.Checks.OrEmpty().Count > 0))
            yield return ("check", place);
    }
}
