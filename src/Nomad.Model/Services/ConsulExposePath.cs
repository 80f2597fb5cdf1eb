namespace Nomad.Model.Services;

public sealed record ConsulExposePath
{
    public string Path { get; init; } = "";

    public string Protocol { get; init; } = "";

    public int LocalPathPort { get; init; }

    public string ListenerPort { get; init; } = "";
}
