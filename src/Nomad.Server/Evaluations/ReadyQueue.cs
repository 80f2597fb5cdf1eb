namespace Nomad.Server.Evaluations;

/// <summary>Evaluations of one type that may run now: highest priority first, then oldest.</summary>
internal sealed class ReadyQueue
{
    private readonly PriorityQueue<Evaluation, (int, ulong, long)> heap = new();
    private long sequence;

    public int Count => heap.Count;

    public Evaluation? Head => heap.TryPeek(out var head, out _) ? head : null;

    public void Add(Evaluation eval) => heap.Enqueue(eval, (-eval.Priority, eval.CreateIndex, sequence++));

    public Evaluation Take() => heap.Dequeue();
}
