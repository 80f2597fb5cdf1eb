using System.Runtime.InteropServices;

namespace Nomad.Agent.Composition;

/// <summary>The group <c>runtime</c> of <c>agent-info</c>.</summary>
internal static class RuntimeStats
{
    public static IReadOnlyDictionary<string, string> Read() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["arch"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant() switch { "x64" => "amd64", var other => other },
        ["cpu_count"] = Environment.ProcessorCount.ToString(),
        ["kernel.name"] = "linux",
        ["max_procs"] = Environment.ProcessorCount.ToString(),
        ["goroutines"] = ThreadPool.ThreadCount.ToString(),
        ["version"] = RuntimeInformation.FrameworkDescription,
        ["heap_bytes"] = GC.GetTotalMemory(false).ToString(),
    };
}
