using System.Text.RegularExpressions;

namespace Nomad.Conformance.Recordings;

/// <summary>Which id of this run stands for which id of the recording. Both sides may use the first eight digits for the whole.</summary>
internal sealed partial class Identities
{
    private readonly Dictionary<string, string> live;
    private readonly Dictionary<string, string> recorded;

    public Identities()
    {
        live = new(StringComparer.Ordinal);
        recorded = new(StringComparer.Ordinal);
    }

    private Identities(Identities other)
    {
        live = new(other.live, StringComparer.Ordinal);
        recorded = new(other.recorded, StringComparer.Ordinal);
    }

    /// <summary>A copy to try something with.</summary>
    public Identities Copy() => new(this);

    /// <summary>Takes over what a copy learned.</summary>
    public void TakeFrom(Identities copy)
    {
        foreach (var (left, right) in copy.live)
            live[left] = right;
        foreach (var (left, right) in copy.recorded)
            recorded[left] = right;
    }

    public void Learn(string recordedId, string liveId)
    {
        live[recordedId] = liveId;
        recorded[liveId] = recordedId;
        if (IsUuid(recordedId) && IsUuid(liveId))
        {
            live[recordedId[..8]] = liveId[..8];
            recorded[liveId[..8]] = recordedId[..8];
        }
    }

    /// <summary>True when the two may stand for each other: they do already, or neither stands for anything.</summary>
    public bool Fits(string recordedId, string liveId) =>
        live.TryGetValue(recordedId, out var known) ? known == liveId : !recorded.ContainsKey(liveId);

    /// <summary>The recorded text with the ids of this run.</summary>
    public string ToLive(string text) => Any().Replace(text, match => live.GetValueOrDefault(match.Value, match.Value));

    /// <summary>A text of this run with the ids of the recording.</summary>
    public string ToRecorded(string text) => Any().Replace(text, match => recorded.GetValueOrDefault(match.Value, match.Value));

    /// <summary>
    /// True when the texts are the same but for ids, and the ids fit what is known. Ids that were not known are learned.
    /// </summary>
    public bool Same(string recordedText, string liveText)
    {
        if (Any().Replace(recordedText, Masked) != Any().Replace(liveText, Masked))
            return false;
        var pairs = Any().Matches(recordedText).Zip(Any().Matches(liveText), (left, right) => (left.Value, right.Value)).ToArray();
        if (!pairs.All(pair => Fits(pair.Item1, pair.Item2)))
            return false;
        foreach (var (left, right) in pairs)
            Learn(left, right);
        return true;
    }

    private static string Masked(Match match) => IsUuid(match.Value) ? "<uuid>" : match.Value.Contains('-') ? "<launch>" : "<id>";

    private static bool IsUuid(string text) => text.Length == 36;

    // A UUID, the time and number in the name of a child job, or the first eight digits of a UUID (at least one of them a number).
    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?:periodic|dispatch)-\d{10}(?:-[0-9a-f]{8})?\b|\b[0-9a-f]{8}\b")]
    private static partial Regex Any();
}
