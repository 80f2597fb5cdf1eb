namespace Nomad.Model.Allocations;

public sealed record RescheduleEvent
{
    public long RescheduleTime { get; init; }

    public string PrevAllocID { get; init; } = "";

    public string PrevNodeID { get; init; } = "";

    public Duration Delay { get; init; }
}
