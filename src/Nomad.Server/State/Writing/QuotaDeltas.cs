namespace Nomad.Server.State.Writing;

/// <summary>How the use of quotas changes by one command, gathered so that each is written once.</summary>
internal sealed class QuotaDeltas
{
    private SortedDictionary<string, QuotaAmounts>? pending;

    /// <summary>Counts the step of an allocation; null = it was not there, or is not any more. Only live ones use anything.</summary>
    public void Count(string quota, Allocation? before, Allocation? after)
    {
        var (old, now) = (Used(before), Used(after));
        if (ReferenceEquals(old, now))
            return;
        pending ??= new(StringComparer.Ordinal);
        var sum = pending.GetValueOrDefault(quota, QuotaAmounts.None);
        if (old is not null)
            sum = sum.Subtract(QuotaAmounts.Of(old));
        pending[quota] = now is null ? sum : sum.Add(QuotaAmounts.Of(now));
    }

    public void Settle(StateTransaction writes)
    {
        if (pending is null)
            return;
        foreach (var (name, change) in pending)
        {
            if (change == QuotaAmounts.None || writes.View.QuotaUse(name) is not { } use)
                continue;
            writes.PutQuotaUse(use with { Amounts = use.Amounts.Add(change), ModifyIndex = writes.Index });
        }
    }

    private static AllocatedResources? Used(Allocation? alloc) => alloc is null || alloc.IsTerminal() ? null : alloc.AllocatedResources;
}
