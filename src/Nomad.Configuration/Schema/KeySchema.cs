namespace Nomad.Configuration.Schema;

/// <summary>One key. A legacy key is accepted with a warning.</summary>
internal sealed record KeySchema(string Name, KeyType Type, bool IsLegacy)
{
    public bool IsBlock => Type is KeyType.Block or KeyType.Labelled;
}
