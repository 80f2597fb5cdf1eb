namespace Nomad.Hcl;

public enum HclTypeKind
{
    /// <summary>Not known or not restricted.</summary>
    Any,
    Bool,
    Number,
    String,
    List,
    Set,
    Map,
    Tuple,
    Object,
}
