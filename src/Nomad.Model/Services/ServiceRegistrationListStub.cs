namespace Nomad.Model.Services;

public sealed record ServiceRegistrationListStub
{
    public string Namespace { get; init; } = "";

    public IReadOnlyList<ServiceRegistrationStub>? Services { get; init; }
}
