namespace Nomad.Model.Jobs;

/// <summary>What a group wants when its client is out of contact: by its <c>disconnect</c> block, or by the older fields beside it.</summary>
public static class DisconnectLimits
{
    /// <summary>How long an allocation may be out of contact before it is lost; zero where it is lost at once.</summary>
    public static TimeSpan LostAfter(this TaskGroup group) => (group.Disconnect?.LostAfter ?? group.MaxClientDisconnect ?? Duration.Zero).ToTimeSpan();

    /// <summary>How long its client, hearing nothing from servers, lets it run; null without end.</summary>
    public static TimeSpan? StopOnClientAfter(this TaskGroup group) =>
        (group.Disconnect?.StopOnClientAfter ?? group.StopAfterClientDisconnect) is { Nanoseconds: > 0 } limit ? limit.ToTimeSpan() : null;
}
