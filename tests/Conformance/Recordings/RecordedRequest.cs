namespace Nomad.Conformance.Recordings;

/// <summary>One request to the original and what it answered.</summary>
/// <param name="Before">Steps of the recording that left no file of their own (see <see cref="RequestReplay"/>).</param>
/// <param name="Kind">Content type, null when there was no body.</param>
/// <param name="Json">Body as JSON, or null.</param>
/// <param name="Text">Body as text, or null; neither: the body is not compared.</param>
/// <param name="CutText">Only the first line of <paramref name="Text"/> counts: a stream, or a long text that was cut.</param>
/// <param name="CutLists">Paths of lists of which only the first two items were kept.</param>
/// <param name="Loose">Which paths differ from run to run, or null.</param>
internal sealed record RecordedRequest(string Name, IReadOnlyList<string> Before, string Method, string Path,
    IReadOnlyList<(string Name, string Value)> Headers, string? Body, int Status, string? Kind, bool Indexed, bool Leader,
    IReadOnlyList<(string Name, string Value)> AnswerHeaders, string? Json, string? Text, bool CutText, IReadOnlySet<string> CutLists, string? Loose)
{
    public bool OnlyReads => Method is "GET" or "HEAD" or "OPTIONS" || Path.StartsWith("/v1/search", StringComparison.Ordinal);
}
