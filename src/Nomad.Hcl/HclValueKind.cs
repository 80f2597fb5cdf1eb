namespace Nomad.Hcl;

public enum HclValueKind
{
    Null,
    Unknown,
    Bool,
    Number,
    String,
    List,
    Set,
    Map,
    Tuple,
    Object,
}
