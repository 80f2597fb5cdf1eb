using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Meta only with ?meta=true. Periodic/ParameterizedJob are booleans here.
/// </remarks>
public sealed record JobListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string ParentID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    public IReadOnlyList<string>? Datacenters { get; init; }

    public string NodePool { get; init => field = value ?? ""; } = "";

    public Multiregion? Multiregion { get; init; }

    public string Type { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }

    public bool Periodic { get; init; }

    public bool ParameterizedJob { get; init; }

    public bool Stop { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public JobSummary? JobSummary { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public long SubmitTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Meta { get; init => field = value is { Count: 0 } ? null : value; }
}
