namespace Nomad.Model.Services;

public sealed record ServiceRegistrationListStub
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<ServiceRegistrationStub>? Services { get; init; }
}
