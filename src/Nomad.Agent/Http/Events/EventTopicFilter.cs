using Nomad.Model.Events;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Events;

/// <summary>Which changes a reader of the event stream wants: by topic and key, and by namespace.</summary>
internal sealed class EventTopicFilter
{
    private readonly Dictionary<string, HashSet<string>> keysByTopic = new(StringComparer.Ordinal);
    private readonly string space;

    /// <param name="topics"><c>Topic</c>, <c>Topic:key</c> or <c>*</c>; none = everything. 400 when one is neither.</param>
    /// <param name="space">A namespace, or <c>*</c>.</param>
    public EventTopicFilter(IEnumerable<string> topics, string space)
    {
        this.space = space;
        foreach (var topic in topics)
        {
            var parts = topic.Split(':');
            if (parts.Length > 2 || parts[0].Length == 0)
                throw HttpFailure.BadRequest($"Invalid topic query: error parsing topics: Invalid key value pair for topic, topic: {topic}");
            if (!keysByTopic.TryGetValue(parts[0], out var keys))
                keysByTopic[parts[0]] = keys = new(StringComparer.Ordinal);
            keys.Add(parts.Length == 2 && parts[1].Length > 0 ? parts[1] : "*");
        }
        if (keysByTopic.Count == 0)
            keysByTopic[EventTopics.All] = ["*"];
    }

    public bool Wants(StateChange change) => change.Topic.Length > 0
        && (change.Namespace.Length == 0 || space == "*" || change.Namespace == space)
        && (WantsKey(change.Topic, change) || WantsKey(EventTopics.All, change));

    private bool WantsKey(string topic, StateChange change) => keysByTopic.TryGetValue(topic, out var keys)
        && (keys.Contains("*") || keys.Contains(change.Key) || change.FilterKeys.Any(keys.Contains));
}
