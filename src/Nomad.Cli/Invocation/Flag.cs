namespace Nomad.Cli.Invocation;

/// <summary>A flag a command accepts.</summary>
/// <param name="Name">Without the dash.</param>
/// <param name="Kind">What value it takes.</param>
/// <param name="Help">One or two sentences for the command's help.</param>
public sealed record Flag(string Name, FlagKind Kind, string Help)
{
    /// <summary>How the value is shown in help, e.g. <c>addr</c> in <c>-address=&lt;addr&gt;</c>.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>Accepted, but not listed in help (old spellings).</summary>
    public bool Hidden { get; init; }

    /// <summary>What is missing, for a flag that is known but cannot be obeyed: giving it is a usage error with this sentence.</summary>
    public string? Refusal { get; init; }

    public static Flag Boolean(string name, string help) => new(name, FlagKind.Boolean, help);

    public static Flag Text(string name, string valueName, string help) => new(name, FlagKind.Text, help) { ValueName = valueName };

    public static Flag Number(string name, string valueName, string help) => new(name, FlagKind.Number, help) { ValueName = valueName };

    public static Flag Duration(string name, string valueName, string help) => new(name, FlagKind.Duration, help) { ValueName = valueName };

    public static Flag List(string name, string valueName, string help) => new(name, FlagKind.List, help) { ValueName = valueName };
}
