namespace Nomad.Model.Jobs;

public sealed record TaskScheduleCron
{
    public string Start { get; init; } = "";

    public string End { get; init; } = "";

    public string Timezone { get; init; } = "";
}
