namespace Nomad.Cli.Output;

/// <summary>Colours text when the terminal shows colours, and leaves it alone otherwise.</summary>
public readonly record struct Paint(bool On)
{
    private const string Reset = "\u001b[0m";

    public string Bold(string text) => Wrap("\u001b[1m", text);

    public string Red(string text) => Wrap("\u001b[31m", text);

    public string Green(string text) => Wrap("\u001b[32m", text);

    public string Yellow(string text) => Wrap("\u001b[33m", text);

    public string Cyan(string text) => Wrap("\u001b[36m", text);

    public string Faint(string text) => Wrap("\u001b[2m", text);

    private string Wrap(string code, string text) => On && text.Length > 0 ? code + text + Reset : text;
}
