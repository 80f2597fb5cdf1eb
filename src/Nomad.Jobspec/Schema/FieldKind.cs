namespace Nomad.Jobspec.Schema;

/// <summary>What a key of a block holds.</summary>
internal enum FieldKind
{
    Text, Int, Bool, Duration, TextList, IntList, TextMap, AnyMap, ListMap,

    /// <summary>At most one block.</summary>
    Block,

    /// <summary>Any number of blocks, a list.</summary>
    Blocks,

    /// <summary>Any number of blocks with one label, a list.</summary>
    Labelled,

    /// <summary>Any number of blocks with one label, a map by label.</summary>
    LabelMap,
}
