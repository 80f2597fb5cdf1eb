namespace Nomad.Hcl;

/// <summary>A place in a source text. Line and column count from 1 (columns in user-perceived characters), the offset counts UTF-16 units from 0.</summary>
public readonly record struct SourcePosition(int Line, int Column, int Offset);
