namespace Nomad.Jobspec.Schema;

/// <summary>One key of a block: its name in files ("" when only the API has it), and the field of the document it fills.</summary>
internal sealed record BlockField(string Key, FieldKind Kind, bool Nullable, bool Required, string Field, string Schema)
{
    /// <summary>The original knows no such key (marked `~` in the tables): its field is absent from documents that do not use it.</summary>
    public bool IsOurs { get; init; }

    public bool IsBlock => Kind >= FieldKind.Block;

    public bool IsMap => Kind is FieldKind.TextMap or FieldKind.AnyMap or FieldKind.ListMap;
}
