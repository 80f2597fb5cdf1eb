using System.Text;

namespace Nomad.Gossip.Wire;

/// <summary>Serf's part of a push/pull.</summary>
public sealed record SerfState(
    ulong LTime, IReadOnlyDictionary<string, ulong> StatusLTimes, IReadOnlyList<string> LeftMembers, ulong EventLTime,
    IReadOnlyList<SerfMessage.UserEvent> Events, ulong QueryLTime)
{
    public byte[] Encode()
    {
        var writer = new MsgPackWriter().Byte(2).Map(6).Text("EventLTime").UInt(EventLTime).Text("Events").Array(Events.Count);
        foreach (var item in Events)
        {
            writer.Map(2).Text("Events").Array(1).Map(2).Text("Name").Text(item.Name).Text("Payload").Raw(item.Payload).Text("LTime").UInt(item.LTime);
        }

        writer.Text("LTime").UInt(LTime).Text("LeftMembers").Array(LeftMembers.Count);
        foreach (var name in LeftMembers)
        {
            writer.Text(name);
        }

        writer.Text("QueryLTime").UInt(QueryLTime).Text("StatusLTimes").Map(StatusLTimes.Count);
        foreach (var (name, time) in StatusLTimes)
        {
            writer.Text(name).UInt(time);
        }

        return writer.ToArray();
    }

    /// <summary>Null when the bytes are not Serf's.</summary>
    public static SerfState? Decode(byte[] state)
    {
        if (state.Length == 0 || state[0] != 2)
        {
            return null;
        }

        var m = new MsgPackReader(new MemoryStream(state, 1, state.Length - 1)).ReadMap();
        var times = m.Map("StatusLTimes");
        return new SerfState(
            m.UInt("LTime"),
            times.Keys.ToDictionary(name => name, name => times.UInt(name)),
            [.. m.Items("LeftMembers").OfType<byte[]>().Select(Encoding.UTF8.GetString)],
            m.UInt("EventLTime"),
            [.. ReadEvents(m)],
            m.UInt("QueryLTime"));
    }

    private static IEnumerable<SerfMessage.UserEvent> ReadEvents(MsgPackMap m) =>
        from slot in m.Items("Events").OfType<MsgPackMap>()
        from item in slot.Items("Events").OfType<MsgPackMap>()
        select new SerfMessage.UserEvent(slot.UInt("LTime"), item.Text("Name"), item.Raw("Payload"), false);
}
