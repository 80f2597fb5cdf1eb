namespace Nomad.Generators;

/// <summary>How a value is put into bytes, as the low bits of its tag say it: enough to pass over a field that a reader does not know.</summary>
internal enum WireKind
{
    Number = 1,
    Real = 2,
    Bytes = 3,
    Record = 4,
    List = 5,
    Map = 6,
}
