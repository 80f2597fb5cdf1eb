namespace Nomad.Hcl;

/// <summary><c>name = value</c>. The range covers all of it.</summary>
public sealed record HclAttribute(string Name, HclExpression Value, SourceRange Range, SourceRange NameRange);
