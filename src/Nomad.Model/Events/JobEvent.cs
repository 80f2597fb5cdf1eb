using System.Text.Json.Serialization;
using Nomad.Model.Jobs;

namespace Nomad.Model.Events;

public sealed record JobEvent
{
    public Job? Job { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Deleted { get; init; }
}
