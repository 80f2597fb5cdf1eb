using Nomad.Hcl.Parsing;

namespace Nomad.Hcl;

/// <summary>
/// Attributes and blocks in source order. A decoder calls <see cref="Resolve"/> with the block types it knows, then reads
/// <see cref="Attributes"/> and <see cref="Blocks"/>: so native, JSON and legacy sources look the same.
/// </summary>
public sealed class HclBody(
    IReadOnlyList<HclAttribute> attributes,
    IReadOnlyList<HclBlock> blocks,
    SourceRange range,
    HclSyntax syntax = HclSyntax.Native)
{
    public IReadOnlyList<HclAttribute> Attributes { get; } = attributes;

    public IReadOnlyList<HclBlock> Blocks { get; } = blocks;

    /// <summary>For a block from brace to brace, for a file all of it.</summary>
    public SourceRange Range { get; } = range;

    public HclSyntax Syntax { get; } = syntax;

    /// <summary>Where an item that is missing would be reported.</summary>
    public SourceRange MissingItemRange => new(Range.FileName, Range.Start, Range.Start);

    /// <summary>The attribute of that name, or null.</summary>
    public HclAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>The blocks of that type in source order.</summary>
    public IEnumerable<HclBlock> BlocksOf(string type) => Blocks.Where(block => block.Type == type);

    /// <summary>
    /// Turns what JSON and legacy sources wrote as attributes into blocks. <paramref name="blockLabels"/> names the
    /// block types that may occur here with their number of labels; <c>dynamic</c> (one label) is always known.
    /// A native body is returned unchanged.
    /// </summary>
    public HclBody Resolve(IReadOnlyDictionary<string, int> blockLabels, ICollection<HclDiagnostic> diagnostics) =>
        Syntax == HclSyntax.Native ? this : new BodyResolver(blockLabels, diagnostics).Resolve(this);

    /// <summary>
    /// The same body with every expression inside evaluated in <paramref name="scope"/>, whatever scope the reader has.
    /// A scope given earlier is replaced, so the new one must be a child of it.
    /// </summary>
    public HclBody Within(HclScope scope) => new(
        [.. Attributes.Select(attribute => attribute with
        {
            Value = new HclScopedExpression(attribute.Value is HclScopedExpression scoped ? scoped.Inner : attribute.Value, scope),
        })],
        [.. Blocks.Select(block => block with { Body = block.Body.Within(scope) })],
        Range,
        Syntax);
}
