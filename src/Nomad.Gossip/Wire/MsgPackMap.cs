using System.Text;

namespace Nomad.Gossip.Wire;

/// <summary>A decoded struct: absent and nil fields read as zero or empty, unknown ones are ignored.</summary>
public sealed class MsgPackMap : Dictionary<string, object?>
{
    public string Text(string key) => Encoding.UTF8.GetString(Raw(key));

    public byte[] Raw(string key) => RawOrNull(key) ?? [];

    public byte[]? RawOrNull(string key) => this.GetValueOrDefault(key) switch
    {
        null => null,
        byte[] raw => raw,
        List<object?> list => [.. list.Select(item => item switch
        {
            null => (byte)0,
            long and >= 0 and <= byte.MaxValue => (byte)(long)item,
            _ => throw new InvalidDataException($"field {key}: expected bytes, found a list with {item}"),
        })],
        var other => throw new InvalidDataException($"field {key}: expected bytes, found {other.GetType().Name}"),
    };

    public ulong UInt(string key, ulong max = ulong.MaxValue)
    {
        var value = this.GetValueOrDefault(key) switch
        {
            null => 0UL,
            ulong large => large,
            long number when number >= 0 => (ulong)number,
            var other => throw new InvalidDataException($"field {key}: expected an unsigned number, found {other}"),
        };
        return value <= max ? value : throw new InvalidDataException($"field {key}: {value} is larger than {max}");
    }

    public uint UInt32(string key) => (uint)UInt(key, uint.MaxValue);

    public ushort UInt16(string key) => (ushort)UInt(key, ushort.MaxValue);

    public bool Bool(string key) => this.GetValueOrDefault(key) switch
    {
        bool value => value,
        long number => number != 0,
        _ => false,
    };

    public double Double(string key) => Number(this.GetValueOrDefault(key));

    /// <exception cref="InvalidDataException">It is no number.</exception>
    public static double Number(object? value) => value switch
    {
        null => 0,
        double number => number,
        long number => number,
        ulong number => number,
        _ => throw new InvalidDataException($"expected a number, found {value.GetType().Name}"),
    };

    public List<object?> Items(string key) => this.GetValueOrDefault(key) as List<object?> ?? [];

    public MsgPackMap Map(string key) => this.GetValueOrDefault(key) as MsgPackMap ?? [];
}
