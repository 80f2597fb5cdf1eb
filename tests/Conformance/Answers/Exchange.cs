namespace Nomad.Conformance.Answers;

/// <summary>One request and the answer it must get. <see cref="Keys"/> name top-level fields of an object with their JSON kinds.</summary>
internal sealed record Exchange(int Line, string Method, string Path, string? Body, int Status, string Kind,
    bool Indexed, string Vary, string? Text, IReadOnlyList<string> Keys);

/// <summary>Exchanges that may rely on each other, in order.</summary>
internal sealed record ExchangeSection(string Name, IReadOnlyList<Exchange> Exchanges);
