namespace Nomad.Model.Services;

public sealed record ServiceRegistrationStub
{
    public string ServiceName { get; init; } = "";

    public IReadOnlyList<string>? Tags { get; init; }
}
