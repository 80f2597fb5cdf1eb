namespace Nomad.Hcl.Parsing;

/// <summary>Where the lines of a heredoc are: content from <see cref="Start"/> to <see cref="End"/>, then the marker.</summary>
internal sealed record HeredocText(int Start, int End, int MarkerEnd, bool Flush)
{
    /// <summary>Null when the closing marker is missing.</summary>
    public static HeredocText? Find(string text, Token header)
    {
        var flush = text[header.Start + 2] == '-';
        var marker = text.AsSpan(header.Start + (flush ? 3 : 2), header.End - header.Start - (flush ? 3 : 2)).Trim();
        for (var line = header.End; line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end;
            if (text.AsSpan(line, end - line).Trim().SequenceEqual(marker))
            {
                var markerEnd = line + text.AsSpan(line, end - line).TrimEnd().Length;
                return new HeredocText(header.End, line, markerEnd, flush);
            }

            line = end + 1;
        }

        return null;
    }
}
