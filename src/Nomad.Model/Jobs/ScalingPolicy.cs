using System.Text.Json;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Enabled true; Min = group count; Max -1→must be set; Type horizontal (Ent: vertical_cpu, vertical_mem). Target
/// {Namespace,Job,Group,(Task)}. ID generated once per (job,target) and kept.
/// </remarks>
public sealed record ScalingPolicy
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Target { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Policy { get; init; }

    public long Min { get; init; }

    public long Max { get; init; }

    public bool Enabled { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
