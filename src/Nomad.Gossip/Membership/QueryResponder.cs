using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>Answers Serf's own queries: ping, name conflicts, and the keys of the pool. Others are only acknowledged.</summary>
internal sealed class QueryResponder(SerfOptions options, SerfCore serf)
{
    private const string Prefix = "_serf_";

    public void Answer(SerfMessage.Query query, SwimNode self)
    {
        if (query.Addr.Length is not (4 or 16) || !query.Filters.All(filter => Matches(filter, self)))
        {
            return;
        }

        var origin = new IPEndPoint(new IPAddress(query.Addr), query.Port);
        if ((query.Flags & SerfMessage.Query.WantsAck) != 0)
        {
            Send(new SerfMessage.QueryResponse(query.LTime, query.Id, self.Name, SerfMessage.Query.WantsAck, null));
        }

        if (Payload(query, self) is { } payload)
        {
            Send(new SerfMessage.QueryResponse(query.LTime, query.Id, self.Name, 0, payload));
        }

        void Send(SerfMessage.QueryResponse response)
        {
            var encoded = response.Encode();
            serf.SendUser(origin, encoded);
            if (query.RelayFactor > 0 && serf.Records.Count > query.RelayFactor)
            {
                var relay = new SerfMessage.Relay(query.Addr, query.Port, encoded).Encode();
                foreach (var helper in serf.Swim.Pick(query.RelayFactor, node => node.State == SwimState.Alive && node.ProtocolMax >= 5))
                {
                    serf.SendUser(helper.EndPoint, relay);
                }
            }
        }
    }

    private byte[]? Payload(SerfMessage.Query query, SwimNode self) => query.Name switch
    {
        Prefix + "conflict" => Conflict(Encoding.UTF8.GetString(query.Payload), self),
        Prefix + "install-key" => ChangeKeys(query, ring => ring.Install(KeyOf(query))),
        Prefix + "use-key" => ChangeKeys(query, ring => ring.Use(KeyOf(query))),
        Prefix + "remove-key" => ChangeKeys(query, ring => ring.Remove(KeyOf(query))),
        Prefix + "list-keys" => ListKeys(),
        _ => null,
    };

    private static byte[] KeyOf(SerfMessage.Query query) =>
        query.Payload is [7, ..] ? new MsgPackReader(new MemoryStream(query.Payload, 1, query.Payload.Length - 1)).ReadMap().Raw("Key") : [];

    private static byte[] KeyAnswer(bool result, string message, IReadOnlyList<string>? keys = null, string primary = "")
    {
        var writer = new MsgPackWriter().Byte(8).Map(4).Text("Keys");
        if (keys is null)
        {
            writer.Nil();
        }
        else
        {
            writer.Array(keys.Count);
            foreach (var key in keys)
            {
                writer.Text(key);
            }
        }

        return writer.Text("Message").Text(message).Text("PrimaryKey").Text(primary).Text("Result").Bool(result).ToArray();
    }

    private byte[] ChangeKeys(SerfMessage.Query query, Action<Security.Keyring> change)
    {
        if (options.Keyring is null)
        {
            return KeyAnswer(false, "No keyring to modify (encryption not enabled)");
        }

        try
        {
            change(options.Keyring);
            options.KeyringChanged?.Invoke();
            return KeyAnswer(true, "");
        }
        catch (ArgumentException refusal)
        {
            return KeyAnswer(false, refusal.Message);
        }
        catch (IOException error)
        {
            return KeyAnswer(false, $"keyring changed in memory, but not saved: {error.Message}");
        }
    }

    private byte[] ListKeys()
    {
        const int MaxKeys = 15; // 44 characters each: more would not fit one answer
        if (options.Keyring is null)
        {
            return KeyAnswer(false, "Keyring is empty (encryption not enabled)");
        }

        var keys = options.Keyring.Keys.Select(Convert.ToBase64String).ToArray();
        var message = keys.Length > MaxKeys ? $"truncated key list response, showing first {MaxKeys} of {keys.Length} keys" : "";
        return KeyAnswer(true, message, keys[..Math.Min(MaxKeys, keys.Length)], keys[0]);
    }

    private byte[]? Conflict(string name, SwimNode self)
    {
        if (name == self.Name)
        {
            return null;
        }

        var writer = new MsgPackWriter().Byte(6);
        if (!serf.Records.TryGetValue(name, out var member))
        {
            return writer.Nil().ToArray();
        }

        var view = member.View();
        writer.Map(11).Text("Addr").Raw(member.Addr).Text("DelegateCur").UInt(view.DelegateCur).Text("DelegateMax").UInt(view.DelegateMax).Text("DelegateMin").UInt(view.DelegateMin)
            .Text("Name").Text(name).Text("Port").UInt(member.Port).Text("ProtocolCur").UInt(view.ProtocolCur).Text("ProtocolMax").UInt(view.ProtocolMax)
            .Text("ProtocolMin").UInt(view.ProtocolMin).Text("Status").UInt((ulong)member.Status).Text("Tags").Map(member.Tags.Count);
        foreach (var (tag, value) in member.Tags)
        {
            writer.Text(tag).Text(value);
        }

        return writer.ToArray();
    }

    private static bool Matches(byte[] filter, SwimNode self)
    {
        try
        {
            switch (filter)
            {
                case [0, ..]:
                    // an array of names; read as the only field of a struct
                    var names = new MsgPackReader(new MemoryStream([0x81, 0xa1, (byte)'n', .. filter[1..]])).ReadMap().Items("n");
                    return names.OfType<byte[]>().Any(name => Encoding.UTF8.GetString(name) == self.Name);
                case [1, ..]:
                    var map = new MsgPackReader(new MemoryStream(filter, 1, filter.Length - 1)).ReadMap();
                    var value = Tags.Decode(self.Meta).GetValueOrDefault(map.Text("Tag")) ?? "";
                    return Regex.IsMatch(value, map.Text("Expr"), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                default:
                    return false;
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
