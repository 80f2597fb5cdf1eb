namespace Nomad.Cli.Invocation;

/// <summary>What kind of value a flag takes.</summary>
public enum FlagKind
{
    /// <summary>No value, or one after <c>=</c>.</summary>
    Boolean,
    Text,
    Number,

    /// <summary>Go duration text such as <c>1h30m</c>.</summary>
    Duration,

    /// <summary>May be repeated; each use adds an item.</summary>
    List,
}
