using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Meta only with ?meta=true. Periodic/ParameterizedJob are booleans here.
/// </remarks>
public sealed record JobListStub
{
    public string ID { get; init; } = "";

    public string ParentID { get; init; } = "";

    public string Name { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    public IReadOnlyList<string>? Datacenters { get; init; }

    public string NodePool { get; init; } = "";

    public Multiregion? Multiregion { get; init; }

    public string Type { get; init; } = "";

    public int Priority { get; init; }

    public bool Periodic { get; init; }

    public bool ParameterizedJob { get; init; }

    public bool Stop { get; init; }

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

    public JobSummary? JobSummary { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public long SubmitTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
