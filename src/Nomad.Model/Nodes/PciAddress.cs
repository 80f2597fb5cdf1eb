namespace Nomad.Model.Nodes;

/// <summary>Where a device is plugged in: domain, bus, device and function, as in <c>0000:3b:00.0</c>.</summary>
public static class PciAddress
{
    private const int DomainDigits = 4;

    /// <summary>
    /// The form that the kernel has: four digits of domain, small letters. Others tell eight digits, no domain, or capitals. What is no address stays as it is.
    /// </summary>
    public static string Canonical(string address) => address.Trim().ToLowerInvariant().Split(':') switch
    {
        [var bus, var device] => $"{new string('0', DomainDigits)}:{bus}:{device}",
        [var domain, var bus, var device] => $"{domain.TrimStart('0').PadLeft(DomainDigits, '0')}:{bus}:{device}",
        _ => address,
    };
}
