namespace Nomad.Agent.Metrics;

/// <summary>Memory and collections of this process.</summary>
internal static class RuntimeGauges
{
    public static void AddTo(GaugeList gauges)
    {
        gauges.Add("runtime.alloc_bytes", GC.GetTotalMemory(false));
        gauges.Add("runtime.sys_bytes", GC.GetGCMemoryInfo().TotalCommittedBytes);
        gauges.Add("runtime.num_goroutines", ThreadPool.ThreadCount);
        gauges.Add("runtime.total_gc_runs", GC.CollectionCount(0));
        gauges.Add("runtime.total_gc_pause_ns", GC.GetTotalPauseDuration().TotalNanoseconds);
    }
}
