namespace Nomad.Hcl.Parsing;

/// <summary>Leaves the item that cannot be parsed; the diagnostic is reported already. Caught where bodies are parsed.</summary>
internal sealed class SyntaxException : Exception;
