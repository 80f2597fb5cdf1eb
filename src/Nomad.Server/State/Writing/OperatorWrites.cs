using System.Security.Cryptography;
using System.Text.Json;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>What operators set: configurations, namespaces, node pools.</summary>
internal static class OperatorWrites
{
    /// <summary>Why a configuration with a check index was not written.</summary>
    public const string IndexDiffers = "check index does not match";

    public static void SetScheduler(StateTransaction writes, SetSchedulerConfiguration command)
    {
        var before = writes.View.StoredSchedulerConfiguration();
        if (command.CheckIndex is { } check && check != (before?.ModifyIndex ?? 0))
            writes.Refusal = new StateRefusal(IndexDiffers);
        else
            writes.PutSchedulerConfiguration(command.Configuration with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
    }

    public static void SetAutopilot(StateTransaction writes, SetAutopilot command)
    {
        var before = writes.View.StoredAutopilot();
        if (command.CheckIndex is { } check && check != (before?.ModifyIndex ?? 0))
            writes.Refusal = new StateRefusal(IndexDiffers);
        else
            writes.PutAutopilot(command.Configuration with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
    }

    public static void Upsert(StateTransaction writes, UpsertNamespaces command)
    {
        foreach (var space in command.Namespaces)
        {
            if (space.Quota.Length > 0 && writes.View.Quota(space.Quota) is null)
                writes.Refusal = new StateRefusal($"namespace \"{space.Name}\": there is no quota \"{space.Quota}\"");
        }
        if (writes.Refusal is not null)
            return;
        foreach (var space in command.Namespaces)
        {
            var before = writes.View.Namespace(space.Name);
            if ((before?.Quota ?? "") != space.Quota)
                QuotaWrites.Move(writes, space.Name, before?.Quota ?? "", space.Quota);
            writes.PutNamespace(Hashed(space) with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
        }
    }

    // Tells two versions of a namespace apart; how it is made is nobody's business.
    private static Namespace Hashed(Namespace space) => space with
    {
        Hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(space with { Hash = null, CreateIndex = 0, ModifyIndex = 0 }, ModelJson.Default.Namespace)),
    };

    public static void Delete(StateTransaction writes, DeleteNamespaces command)
    {
        foreach (var name in command.Names)
        {
            if (name == StateDefaults.Namespace)
                writes.Refusal = new StateRefusal("can not delete default namespace");
            else if (writes.View.Jobs().Any(job => job.Namespace == name && job.Status != JobStatus.Dead))
                writes.Refusal = new StateRefusal($"1 error occurred:\n\t* namespace \"{name}\" has non-terminal jobs in regions: [{Region(writes, name)}]\n\n");
        }
        if (writes.Refusal is not null)
            return;
        foreach (var name in command.Names)
        {
            if (writes.View.Namespace(name) is not { } space)
                continue;
            QuotaWrites.Move(writes, name, space.Quota, "");
            writes.DeleteNamespace(name);
        }
    }

    private static string Region(StateTransaction writes, string space) =>
        writes.View.Jobs().First(job => job.Namespace == space && job.Status != JobStatus.Dead).Region;

    public static void Upsert(StateTransaction writes, UpsertNodePools command)
    {
        foreach (var pool in command.NodePools)
        {
            var before = writes.View.NodePool(pool.Name);
            writes.PutNodePool(pool with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
        }
    }

    public static void Delete(StateTransaction writes, DeleteNodePools command)
    {
        foreach (var name in command.Names)
        {
            if (writes.View.NodePool(name) is null)
                writes.Refusal = new StateRefusal($"node pool {name} not found");
            else if (name is StateDefaults.NodePool or StateDefaults.EveryNodePool)
                writes.Refusal = new StateRefusal($"node pool {name} is not allowed to be deleted");
        }
        if (writes.Refusal is not null)
            return;
        foreach (var name in command.Names)
            writes.DeleteNodePool(writes.View.NodePool(name)!);
    }

    public static void SetCluster(StateTransaction writes, SetClusterMetadata command)
    {
        if (writes.View.Cluster() is not null)
            return;
        writes.PutCluster(new ClusterMetadata(command.ClusterID, command.Time));
        foreach (var name in (ReadOnlySpan<string>)[StateDefaults.EveryNodePool, StateDefaults.NodePool])
        {
            writes.PutNodePool(new NodePool
            {
                Name = name,
                Description = name == StateDefaults.EveryNodePool ? "Node pool with all nodes in the cluster." : "Default node pool.",
                CreateIndex = writes.Index,
                ModifyIndex = writes.Index,
            });
        }
        writes.PutNamespace(Hashed(new Namespace { Name = StateDefaults.Namespace, Description = "Default shared namespace" }) with
        {
            CreateIndex = writes.Index,
            ModifyIndex = writes.Index,
        });
    }
}
