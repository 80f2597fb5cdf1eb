namespace Nomad.Model.Services;

/// <summary>Which address a service or check announces.</summary>
public static class AddressModes
{
    public const string Auto = "auto";
    public const string Host = "host";
    public const string Driver = "driver";
    public const string Alloc = "alloc";
    public const string AllocIpv6 = "alloc_ipv6";
}
