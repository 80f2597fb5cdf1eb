namespace Nomad.Model.Services;

public sealed record ConsulExposePath
{
    public string Path { get; init => field = value ?? ""; } = "";

    public string Protocol { get; init => field = value ?? ""; } = "";

    public int LocalPathPort { get; init; }

    public string ListenerPort { get; init => field = value ?? ""; } = "";
}
