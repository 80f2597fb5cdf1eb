using System.Text;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>Adds up the answers to a key query.</summary>
internal sealed class KeyTally(int nodes)
{
    private readonly HashSet<string> answered = [];
    private readonly SortedDictionary<string, string> messages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> keys = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> primaryKeys = new(StringComparer.Ordinal);
    private int errors;

    /// <summary>Completed when every member has answered.</summary>
    public TaskCompletionSource Complete { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public KeyResult Result => new()
    {
        Nodes = nodes, Responses = answered.Count, Errors = errors, Messages = new Dictionary<string, string>(messages),
        Keys = new Dictionary<string, int>(keys), PrimaryKeys = new Dictionary<string, int>(primaryKeys),
    };

    public void Add(SerfMessage.QueryResponse response)
    {
        if (response.Payload is not [8, ..] || !answered.Add(response.From))
        {
            return; // an acknowledgement, something else, or a repeat by way of a relay
        }

        var map = new MsgPackReader(new MemoryStream(response.Payload, 1, response.Payload.Length - 1)).ReadMap();
        if (!map.Bool("Result"))
        {
            errors++;
        }

        if (map.Text("Message") is { Length: > 0 } message)
        {
            messages[response.From] = message;
        }

        foreach (var key in map.Items("Keys").OfType<byte[]>().Select(Encoding.UTF8.GetString))
        {
            keys[key] = keys.GetValueOrDefault(key) + 1;
        }

        if (map.Text("PrimaryKey") is { Length: > 0 } primary)
        {
            primaryKeys[primary] = primaryKeys.GetValueOrDefault(primary) + 1;
        }

        if (answered.Count >= nodes)
        {
            Complete.TrySetResult();
        }
    }
}
