namespace Nomad.Model.Jobs;

public sealed record TaskScheduleCron
{
    public string Start { get; init => field = value ?? ""; } = "";

    public string End { get; init => field = value ?? ""; } = "";

    public string Timezone { get; init => field = value ?? ""; } = "";
}
