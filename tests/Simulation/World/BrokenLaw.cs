namespace Nomad.Simulation.World;

/// <summary>Something happened that never may.</summary>
internal sealed class BrokenLaw(string law, string what) : Exception($"{law}: {what}")
{
    /// <summary>Its short name, which mutation proofs compare.</summary>
    public string Law { get; } = law;
}
