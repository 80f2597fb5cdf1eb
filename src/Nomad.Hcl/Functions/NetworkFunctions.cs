using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Nomad.Hcl.Functions;

internal static class NetworkFunctions
{
    private const int MaxNewBits = 32;

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("cidrhost", [Arguments.Text("prefix"), Arguments.Number("hostnum")], Host) { ResultType = HclType.String },
        new("cidrnetmask", [Arguments.Text("prefix")], NetMask) { ResultType = HclType.String },
        new("cidrsubnet", [Arguments.Text("prefix"), Arguments.Number("newbits"), Arguments.Number("netnum")], Subnet) { ResultType = HclType.String },
        new("cidrsubnets", [Arguments.Text("prefix")], Subnets) { Rest = Arguments.Number("newbits"), ResultType = HclType.List(HclType.String) },
    ];

    private static Network Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !IPAddress.TryParse(text[..slash], out var address)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || (address.AddressFamily == AddressFamily.InterNetwork && text[..slash].Count(character => character == '.') != 3))
        {
            throw new HclFunctionException($"invalid CIDR expression: invalid CIDR address: {text}", 0);
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (length > bits)
        {
            throw new HclFunctionException($"invalid CIDR expression: invalid CIDR address: {text}", 0);
        }

        var number = new BigInteger(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        var host = bits - length;
        return new Network(number >> host << host, length, bits);
    }

    private static string Address(BigInteger number, int bits)
    {
        var bytes = new byte[bits / 8];
        var raw = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(bytes, bytes.Length - raw.Length);
        return new IPAddress(bytes).ToString();
    }

    private static HclValue Host(IReadOnlyList<HclValue> arguments)
    {
        var network = Read(arguments[0].AsString);
        if (!arguments[1].AsNumber.IsInteger)
        {
            throw new HclFunctionException("a whole number is required", 1);
        }

        var number = arguments[1].AsNumber.ToBigInteger();
        var size = BigInteger.One << (network.Bits - network.Length);
        if (number >= size || number < -size)
        {
            throw new HclFunctionException($"prefix of {network.Length} does not accommodate a host numbered {number}", 1);
        }

        return HclValue.String(Address(network.Start + (number.Sign < 0 ? size + number : number), network.Bits));
    }

    private static HclValue NetMask(IReadOnlyList<HclValue> arguments)
    {
        var network = Read(arguments[0].AsString);
        if (network.Bits != 32)
        {
            throw new HclFunctionException("only IPv4 networks have a netmask", 0);
        }

        var host = 32 - network.Length;
        return HclValue.String(Address((BigInteger.One << 32) - (BigInteger.One << host), 32));
    }

    private static HclValue Subnet(IReadOnlyList<HclValue> arguments)
    {
        var network = Read(arguments[0].AsString);
        var bits = Arguments.WholeNumber(arguments, 1, 0, MaxNewBits);
        var number = arguments[2].AsNumber;
        var length = network.Length + bits;
        if (length > network.Bits)
        {
            throw new HclFunctionException($"insufficient address space to extend prefix of {network.Length} by {bits}", 1);
        }

        if (!number.IsInteger || number.Sign < 0 || number.ToBigInteger() >= BigInteger.One << bits)
        {
            throw new HclFunctionException($"prefix extension of {bits} does not accommodate a subnet numbered {number}", 2);
        }

        return HclValue.String($"{Address(network.Start + (number.ToBigInteger() << (network.Bits - length)), network.Bits)}/{length}");
    }

    private static HclValue Subnets(IReadOnlyList<HclValue> arguments)
    {
        var network = Read(arguments[0].AsString);
        var next = network.Start;
        var end = network.Start + (BigInteger.One << (network.Bits - network.Length));
        var results = new List<string>();
        for (var at = 1; at < arguments.Count; at++)
        {
            var length = network.Length + Arguments.WholeNumber(arguments, at, 1, MaxNewBits);
            if (length > network.Bits)
            {
                throw new HclFunctionException($"would extend prefix to {length} bits, which is too long for this kind of address", at);
            }

            var size = BigInteger.One << (network.Bits - length);
            var aligned = (next + size - 1) / size * size;
            if (aligned + size > end)
            {
                throw new HclFunctionException($"not enough remaining address space for a subnet with a prefix of {length} bits", at);
            }

            results.Add($"{Address(aligned, network.Bits)}/{length}");
            next = aligned + size;
        }

        return Arguments.Texts(results);
    }

    private sealed record Network(BigInteger Start, int Length, int Bits);
}
