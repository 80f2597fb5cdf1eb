using Nomad.Agent.Composition;

namespace Nomad.Agent.Tests.Composition;

/// <summary>A pool has a thread more than processors, or as many more as somebody asked for.</summary>
public sealed class Spare_thread
{
    [Fact]
    public void There_is_a_thread_more_than_processors()
    {
        ThreadPool.GetMinThreads(out var before, out var completions);
        try
        {
            ThreadPool.SetMinThreads(Environment.ProcessorCount, completions);
            SpareThread.Keep();
            Assert.Equal(Environment.ProcessorCount + 1, Workers());
            ThreadPool.SetMinThreads(Environment.ProcessorCount + 5, completions);
            SpareThread.Keep();
            Assert.Equal(Environment.ProcessorCount + 5, Workers());
        }
        finally
        {
            ThreadPool.SetMinThreads(before, completions);
        }
    }

    private static int Workers()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }
}
