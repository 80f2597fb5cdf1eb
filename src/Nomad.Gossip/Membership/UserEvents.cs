using System.Text;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>What members tell each other for their users: each event once at each member, kept for those who were cut off. Not thread-safe.</summary>
internal sealed class UserEvents(SwimCore swim)
{
    /// <summary>Most bytes of an event's name and payload together.</summary>
    public const int MaxBytes = 512;

    private readonly SeenMessages<SerfMessage.UserEvent> seen = new();

    public LamportClock Clock { get; } = new();

    public BroadcastQueue Queue { get; } = new();

    /// <summary>Those of the last logical times, for others to catch up with.</summary>
    public IEnumerable<SerfMessage.UserEvent> Kept => seen.Items;

    /// <summary>Goes on after an earlier run that saw events up to this time.</summary>
    public void Resume(ulong time)
    {
        Clock.Witness(time);
        seen.MinTime = time + 1;
    }

    /// <summary>Tells every member, this one included.</summary>
    /// <exception cref="ArgumentException">Name and payload together are longer than <see cref="MaxBytes"/>.</exception>
    public void Tell(string name, byte[] payload, bool coalesce)
    {
        if (Encoding.UTF8.GetByteCount(name) + payload.Length > MaxBytes)
            throw new ArgumentException($"user event \"{name}\" with its payload takes more than {MaxBytes} bytes");
        var item = new SerfMessage.UserEvent(Clock.Time, name, payload, coalesce);
        Clock.Increment();
        Hear(item, item.Encode());
    }

    /// <summary>One that was told to all: it is passed on if it is news.</summary>
    public void Hear(SerfMessage.UserEvent item, byte[] content)
    {
        if (IsNews(item))
            Queue.Add(new SwimMessage.User(content).Encode());
    }

    /// <summary>What another member has kept. For one that <paramref name="joins"/>, what happened before is over.</summary>
    public void Merge(SerfState state, bool joins)
    {
        Clock.WitnessBefore(state.EventLTime);
        if (joins)
            seen.MinTime = Math.Max(seen.MinTime, state.EventLTime);
        foreach (var item in state.Events)
            IsNews(item);
    }

    private bool IsNews(SerfMessage.UserEvent item)
    {
        Clock.Witness(item.LTime);
        if (!seen.IsNew(item.LTime, item.Name + "\0" + Convert.ToHexString(item.Payload), item, Clock.Time))
            return false;
        swim.Effects.Add(new GossipEffect.Deliver(new UserEvent(item.LTime, item.Name, item.Payload, item.Coalesce)));
        return true;
    }
}
