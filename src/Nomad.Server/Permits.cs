using System.Threading.Channels;

namespace Nomad.Server;

/// <summary>
/// A counting semaphore. Who waited goes on where it was started, which <see cref="SemaphoreSlim"/> does not do for waits that can be
/// cancelled: those pass through the pool, out of a simulation's hands. Safe for any thread.
/// </summary>
internal sealed class Permits
{
    private readonly Channel<bool> free;

    /// <param name="most">Permits beyond these are dropped.</param>
    public Permits(int initial, int most = int.MaxValue)
    {
        free = most == int.MaxValue ? Channel.CreateUnbounded<bool>() : Channel.CreateBounded<bool>(most);
        for (var i = 0; i < initial; i++)
            Release();
    }

    /// <summary>Takes one, when there is one.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await free.Reader.ReadAsync(cancel);

    /// <summary>Takes one if there is one now.</summary>
    public bool TryTake() => free.Reader.TryRead(out _);

    public void Release() => free.Writer.TryWrite(true);
}
