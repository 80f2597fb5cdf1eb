using System.Globalization;

namespace Nomad.Hcl.Parsing;

/// <summary>A named text that knows lines and columns. Not thread-safe: it remembers where it has been.</summary>
internal sealed class SourceText(string fileName, string text)
{
    /// <summary>Distance of remembered places: a question about an earlier place costs at most this many steps.</summary>
    private const int CheckpointDistance = 1024;

    private const char FirstPlain = ' ', LastPlain = '~';

    private readonly List<SourcePosition> _checkpoints = [new(1, 1, 0)];
    private SourcePosition _last = new(1, 1, 0);

    public string FileName { get; } = fileName;

    public string Text { get; } = text;

    public SourceRange Range(int start, int end) => new(FileName, Position(start), Position(end));

    public string Slice(int start, int end) => Text[start..end];

    public SourcePosition Position(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var (line, column, at) = offset >= _last.Offset ? _last : CheckpointBefore(offset);
        while (at < offset)
        {
            if (at >= _checkpoints[^1].Offset + CheckpointDistance)
            {
                _checkpoints.Add(new SourcePosition(line, column, at));
            }

            // Most of a text is plain characters: they are counted a stretch at a time.
            var stretch = Text.AsSpan(at, Math.Min(offset - at, CheckpointDistance));
            var plain = stretch.IndexOfAnyExceptInRange(FirstPlain, LastPlain);
            if (plain != 0)
            {
                plain = plain < 0 ? stretch.Length : plain;
                column += plain;
                at += plain;
                continue;
            }

            var character = Text[at];
            if (character == '\n')
            {
                line++;
                column = 1;
                at++;
                continue;
            }

            at += character < 0x80 ? 1 : Math.Max(1, StringInfo.GetNextTextElementLength(Text.AsSpan(at, Math.Min(64, Text.Length - at))));
            column++;
        }

        _last = new SourcePosition(line, column, offset);
        return _last;
    }

    private SourcePosition CheckpointBefore(int offset)
    {
        var (low, high) = (0, _checkpoints.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _checkpoints[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
        }

        return _checkpoints[low];
    }
}
