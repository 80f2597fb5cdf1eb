namespace Nomad.Server.State;

/// <summary>Jobs by namespace, then ID, byte by byte: an order every server agrees on.</summary>
internal sealed class JobKeyOrder : IComparer<JobKey>
{
    public static JobKeyOrder Instance { get; } = new();

    public int Compare(JobKey x, JobKey y) =>
        string.CompareOrdinal(x.Namespace, y.Namespace) is not 0 and var space ? space : string.CompareOrdinal(x.ID, y.ID);
}
