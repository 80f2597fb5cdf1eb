namespace Nomad.Hcl;

/// <summary>A stretch of a named source, end exclusive.</summary>
public readonly record struct SourceRange(string FileName, SourcePosition Start, SourcePosition End)
{
    /// <summary>The smallest range that holds both.</summary>
    public static SourceRange Between(SourceRange first, SourceRange last) => new(first.FileName, first.Start, last.End);

    /// <summary><c>file:line,column-column</c>, or <c>file:line,column-line,column</c> over several lines.</summary>
    public override string ToString() => Start.Line == End.Line
        ? $"{FileName}:{Start.Line},{Start.Column}-{End.Column}"
        : $"{FileName}:{Start.Line},{Start.Column}-{End.Line},{End.Column}";
}
