namespace Nomad.Model.Requests;

public sealed record SchedulerSetConfigurationResponse
{
    public bool Updated { get; init; }

    public ulong Index { get; init; }
}
