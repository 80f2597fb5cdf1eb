namespace Nomad.Model.Services;

/// <summary>Who keeps the registrations of a service.</summary>
public static class ServiceProviders
{
    public const string Consul = "consul";
    public const string Nomad = "nomad";
}
