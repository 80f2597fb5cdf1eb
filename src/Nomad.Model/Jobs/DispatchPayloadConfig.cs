namespace Nomad.Model.Jobs;

public sealed record DispatchPayloadConfig
{
    public string File { get; init => field = value ?? ""; } = "";
}
