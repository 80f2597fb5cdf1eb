using Nomad.Api;
using Nomad.Cli.Output;

namespace Nomad.Cli.Invocation;

/// <summary>One run of a command: its words, its surroundings, and the server it talks to.</summary>
public sealed class CommandCall : IDisposable
{
    private NomadClient? api;

    public required FlagValues Flags { get; init; }

    public required Terminal Terminal { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The command line as typed after the program's name, for "run it again" hints.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Stop { get; init; }

    public IReadOnlyList<string> Arguments => Flags.Arguments;

    /// <summary>Full ids and absolute times.</summary>
    public bool Verbose => Flags.Boolean("verbose");

    public Paint Paint => new(Terminal.Colours);

    public IdText Ids => new(Verbose);

    /// <summary>The API client, from general options and environment. Throws <see cref="CommandFailure"/> when those are bad.</summary>
    public NomadClient Api => api ??= ClientFromFlags.Create(Flags, Environment);

    public void Line(string text = "") => Terminal.Out.WriteLine(text);

    public void Error(string text) => Terminal.Error.WriteLine(Paint.Red(text));

    public void Warn(string text) => Terminal.Error.WriteLine(Paint.Yellow(text));

    /// <summary>A bold title after a blank line.</summary>
    public void Title(string text)
    {
        Line();
        Line(Paint.Bold(text));
    }

    public void Dispose() => api?.Dispose();
}
