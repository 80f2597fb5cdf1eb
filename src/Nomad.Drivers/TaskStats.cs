using Nomad.Model.Stats;

namespace Nomad.Drivers;

/// <param name="TimestampNanoseconds">Unix time.</param>
/// <param name="Pids">Per process, keyed by pid; may be empty.</param>
public sealed record TaskStats(long TimestampNanoseconds, ResourceUsage Usage, IReadOnlyDictionary<string, ResourceUsage> Pids);
