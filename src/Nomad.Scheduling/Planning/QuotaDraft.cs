using Nomad.Model.Quotas;

namespace Nomad.Scheduling.Planning;

/// <summary>What a namespace's quota leaves, as the plan grows. Belongs to one run of a scheduler.</summary>
internal sealed class QuotaDraft(QuotaRoom room)
{
    private QuotaAmounts used = room.Used;

    public string Name => room.Name;

    /// <summary>The draft for a namespace; null when nothing limits it.</summary>
    public static QuotaDraft? Of(IClusterSnapshot snapshot, Job? job) =>
        job is not null && snapshot.Quota(job.Namespace, job.Region) is { } room ? new QuotaDraft(room) : null;

    /// <summary>The limit that stands against one more; null when it may be placed.</summary>
    public string? Refuse(QuotaAmounts asked) => used.Exceeded(asked, room.Limit);

    public void Take(QuotaAmounts amounts) => used = used.Add(amounts);

    /// <summary>An allocation that counted will not count any more.</summary>
    public void GiveBack(Allocation alloc) => Move(alloc, -1);

    /// <summary>Takes back <see cref="GiveBack"/>.</summary>
    public void Keep(Allocation alloc) => Move(alloc, 1);

    private void Move(Allocation alloc, int sign)
    {
        if (alloc.AllocatedResources is not { } resources || AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) || AllocClientStatus.IsTerminal(alloc.ClientStatus))
            return;
        var amounts = QuotaAmounts.Of(resources);
        used = sign > 0 ? used.Add(amounts) : used.Subtract(amounts);
    }
}
