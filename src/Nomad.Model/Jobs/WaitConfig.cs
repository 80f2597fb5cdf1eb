namespace Nomad.Model.Jobs;

public sealed record WaitConfig
{
    public Duration? Min { get; init; }

    public Duration? Max { get; init; }
}
