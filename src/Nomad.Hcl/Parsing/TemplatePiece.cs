namespace Nomad.Hcl.Parsing;

internal enum TemplatePieceKind
{
    Literal,
    Value,
    If,
    Else,
    EndIf,
    For,
    EndFor,
}

/// <summary>A literal stretch of a template, or one <c>${}</c> or <c>%{}</c> sequence.</summary>
internal sealed record TemplatePiece(TemplatePieceKind Kind, SourceRange Range)
{
    public string Text { get; init; } = "";

    public HclExpression? Expression { get; init; }

    public string? KeyName { get; init; }

    public string ValueName { get; init; } = "";

    public bool TrimBefore { get; init; }

    public bool TrimAfter { get; init; }
}
