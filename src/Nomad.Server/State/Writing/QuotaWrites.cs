using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Quotas, and which namespaces they limit.</summary>
internal static class QuotaWrites
{
    public static void Upsert(StateTransaction writes, UpsertQuotas command)
    {
        foreach (var quota in command.Quotas)
        {
            var before = writes.View.Quota(quota.Name);
            writes.PutQuota(quota with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
            if (before is null)
                writes.PutQuotaUse(new QuotaUse(quota.Name, QuotaAmounts.None) { CreateIndex = writes.Index, ModifyIndex = writes.Index });
        }
    }

    public static void Delete(StateTransaction writes, DeleteQuotas command)
    {
        foreach (var name in command.Names)
        {
            if (writes.View.Quota(name) is null)
                writes.Refusal = new StateRefusal($"quota \"{name}\" not found");
            else if (writes.View.Namespaces().FirstOrDefault(space => space.Quota == name) is { } user)
                writes.Refusal = new StateRefusal($"quota \"{name}\" is in use: namespace \"{user.Name}\" names it");
        }
        if (writes.Refusal is not null)
            return;
        foreach (var name in command.Names)
            writes.DeleteQuota(name);
    }

    /// <summary>
    /// A namespace goes from one quota to another; "" = none. The one time that its allocations are counted: a namespace without a quota is not
    /// counted at all.
    /// </summary>
    public static void Move(StateTransaction writes, string space, string from, string to)
    {
        if (from.Length == 0 && to.Length == 0)
            return;
        foreach (var alloc in writes.View.Allocations().Where(alloc => alloc.Namespace == space && !alloc.IsTerminal()))
        {
            if (from.Length > 0)
                writes.QuotaDeltas.Count(from, alloc, null);
            if (to.Length > 0)
                writes.QuotaDeltas.Count(to, null, alloc);
        }
    }
}
