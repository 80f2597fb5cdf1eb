using Nomad.Server;

namespace Nomad.Agent.Composition;

/// <summary>
/// A thread more in the pool than there are processors. Whoever writes a server's log waits for the disk, a tenth of the time of a busy one: with as many threads as
/// processors, one of these waits too.
/// </summary>
internal static class SpareThread
{
    /// <summary>Where there is a log on disk: a server without a directory waits for none.</summary>
    public static void KeepFor(ServerOptions options)
    {
        if (options.DataDirectory is not null)
            Keep();
    }

    /// <summary>May be called again; never takes away what somebody else asked for.</summary>
    public static void Keep()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers <= Environment.ProcessorCount)
            ThreadPool.SetMinThreads(Environment.ProcessorCount + 1, completions);
    }
}
