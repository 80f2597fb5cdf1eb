namespace Nomad.Jobspec;

/// <summary>A job file and all that its evaluation may look at.</summary>
public sealed record JobFileSource
{
    /// <summary>The name that diagnostics show.</summary>
    public string Name { get; init; } = "input.hcl";

    public required string Text { get; init; }

    /// <summary>Where file functions start; null takes them away.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Values of <c>-var</c>; they win over all other sources.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths of files of values, later ones win.</summary>
    public IReadOnlyList<string> VariableFiles { get; init; } = [];

    /// <summary>The text of a file of values, as the API takes it; wins over <see cref="VariableFiles"/>.</summary>
    public string VariableText { get; init; } = "";

    /// <summary><c>NOMAD_VAR_name</c> gives a value to a variable.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public bool AllowFileFunctions { get; init; }

    /// <summary>Read by the rules of the first version of the language only.</summary>
    public bool Hcl1 { get; init; }

    /// <summary>The text is the JSON of the API, not a job file.</summary>
    public bool Json { get; init; }

    /// <summary>Values for variables that are not declared are errors.</summary>
    public bool Strict { get; init; } = true;
}
