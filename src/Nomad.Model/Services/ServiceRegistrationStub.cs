namespace Nomad.Model.Services;

public sealed record ServiceRegistrationStub
{
    public string ServiceName { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Tags { get; init; }
}
