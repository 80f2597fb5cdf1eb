namespace Nomad.Configuration.Schema;

internal enum KeyType
{
    String,
    Path,
    Bool,
    Int,
    Float,
    Duration,
    Size,
    List,
    Map,
    Block,
    Labelled,
}
