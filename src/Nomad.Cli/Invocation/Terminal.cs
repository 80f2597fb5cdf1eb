namespace Nomad.Cli.Invocation;

/// <summary>Where a command reads and writes, and what the other end can show.</summary>
/// <param name="Out">Results and information.</param>
/// <param name="Error">Warnings, errors, hints.</param>
/// <param name="In">Answers to prompts, piped input.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, TextReader In)
{
    private const int ErrorBuffer = 256;

    /// <summary>Colour and live rows may be used on standard output.</summary>
    public bool Colours { get; init; }

    /// <summary>Standard output is a person's screen (rows may be redrawn).</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Standard input is a file or another program, not a person.</summary>
    public bool InputIsPiped { get; init; }

    /// <summary>Standard error as bytes, for what a command inside a task prints there.</summary>
    public Func<Stream> OpenError { get; init; } = static () => Stream.Null;

    /// <summary>Standard input as bytes, for payloads and exec.</summary>
    public Func<Stream> OpenInput { get; init; } = static () => Stream.Null;

    /// <summary>Standard output as bytes, for file contents and snapshots.</summary>
    public Func<Stream> OpenOutput { get; init; } = static () => Stream.Null;

    public static Terminal System(IReadOnlyDictionary<string, string> environment, bool noColour, bool forceColour)
    {
        bool Set(string name) => environment.TryGetValue(name, out var value) && value.Length > 0;
        var screen = !Console.IsOutputRedirected;
        return new Terminal(new StreamWriter(StandardStream.Output()) { AutoFlush = true },
            new StreamWriter(StandardStream.Error(), bufferSize: ErrorBuffer) { AutoFlush = true }, new StandardInput())
        {
            IsInteractive = screen,
            Colours = !noColour && !Set("NOMAD_CLI_NO_COLOR") && (screen || forceColour || Set("NOMAD_CLI_FORCE_COLOR")),
            InputIsPiped = Console.IsInputRedirected,
            OpenError = StandardStream.Error,
            OpenInput = Console.OpenStandardInput,
            OpenOutput = StandardStream.Output,
        };
    }
}
