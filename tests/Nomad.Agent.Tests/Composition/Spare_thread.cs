using Nomad.Agent.Composition;
using Nomad.Server;

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

    [Theory]
    [InlineData("/of/a/server", 1)]
    [InlineData(null, 0)]
    public void Only_a_server_with_a_log_on_disk_has_it(string? directory, int spare)
    {
        ThreadPool.GetMinThreads(out var before, out var completions);
        try
        {
            ThreadPool.SetMinThreads(Environment.ProcessorCount, completions);
            SpareThread.KeepFor(new ServerOptions { Name = "one", DataDirectory = directory });
            Assert.Equal(Environment.ProcessorCount + spare, Workers());
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
