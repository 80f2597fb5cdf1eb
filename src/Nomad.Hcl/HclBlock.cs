namespace Nomad.Hcl;

/// <summary><c>type "label" { body }</c>.</summary>
public sealed record HclBlock(string Type, IReadOnlyList<string> Labels, HclBody Body)
{
    /// <summary>The type word and the labels, without the body.</summary>
    public required SourceRange DefinitionRange { get; init; }

    public required SourceRange TypeRange { get; init; }

    /// <summary>One range for each label.</summary>
    public IReadOnlyList<SourceRange> LabelRanges { get; init; } = [];

    /// <summary>The type word up to the closing brace.</summary>
    public SourceRange Range => SourceRange.Between(DefinitionRange, Body.Range);
}
