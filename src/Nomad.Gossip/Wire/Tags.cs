using System.Text;

namespace Nomad.Gossip.Wire;

/// <summary>Tags as node metadata: 0xff and a map of strings; anything else is the old form, a role.</summary>
public static class Tags
{
    /// <summary>Longest metadata a node may have.</summary>
    public const int MaxBytes = 512;

    public static byte[] Encode(IReadOnlyDictionary<string, string> tags)
    {
        var writer = new MsgPackWriter().Byte(0xff).Map(tags.Count);
        foreach (var (name, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            writer.Text(name).Text(value);
        }

        var meta = writer.ToArray();
        return meta.Length <= MaxBytes ? meta : throw new ArgumentException($"tags take {meta.Length} bytes on the wire; at most {MaxBytes} are allowed");
    }

    public static IReadOnlyDictionary<string, string> Decode(byte[] meta)
    {
        if (meta.Length == 0 || meta[0] != 0xff)
        {
            return new Dictionary<string, string> { ["role"] = Encoding.UTF8.GetString(meta) };
        }

        try
        {
            var map = new MsgPackReader(new MemoryStream(meta, 1, meta.Length - 1)).ReadMap();
            return map.Keys.ToDictionary(key => key, map.Text);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return new Dictionary<string, string>();
        }
    }
}
