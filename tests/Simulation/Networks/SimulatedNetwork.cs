using Nomad.Simulation.World;

namespace Nomad.Simulation.Networks;

/// <summary>What lies between the machines: it delays, loses, repeats and overtakes, and can be cut in either direction.</summary>
internal sealed class SimulatedNetwork(Universe world)
{
    private readonly HashSet<(string From, string To)> cut = [];
    private readonly Dictionary<string, Process> programs = new(StringComparer.Ordinal);

    public TimeSpan LeastDelay { get; set; } = TimeSpan.FromMilliseconds(0.2);

    public TimeSpan MostDelay { get; set; } = TimeSpan.FromMilliseconds(3);

    public double Loss { get; set; }

    public double Repetition { get; set; }

    /// <summary>How often a long transfer breaks, for each of its pieces, beside <see cref="Loss"/>.</summary>
    public double Breakage { get; set; }

    public TimeSpan Now => world.Now;

    /// <summary>The program that now answers under a machine's name.</summary>
    public void Attach(string machine, Process program) => programs[machine] = program;

    public void Cut(string from, string to) => cut.Add((from, to));

    public void Mend(string from, string to) => cut.Remove((from, to));

    public void MendAll() => cut.Clear();

    public bool Reaches(string from, string to) => from == to || !cut.Contains((from, to));

    /// <summary>Gives a packet to a machine some time later, perhaps twice, perhaps never.</summary>
    public void Send(Process sender, string from, string to, Action arrive)
    {
        if (sender.IsDead || (from != to && world.Chance(Loss)))
            return;
        Deliver(sender.Instant + Delay(), from, to, arrive);
        if (world.Chance(Repetition))
            Deliver(sender.Instant + Delay(), from, to, arrive);
    }

    /// <summary>As a connection does it: it arrives once, or the connection breaks.</summary>
    public void Stream(Process sender, string from, string to, Action arrive)
    {
        if (!sender.IsDead)
            Deliver(sender.Instant + Delay() * (1 + Loss * 20), from, to, arrive);
    }

    /// <summary>Whether a connection breaks at this piece.</summary>
    public bool Breaks() => world.Chance(Loss + Breakage);

    private void Deliver(TimeSpan when, string from, string to, Action arrive) => world.At(when, () =>
    {
        if (Reaches(from, to) && programs.TryGetValue(to, out var program) && !program.IsDead)
            program.Post(arrive);
    });

    // Most packets are quick, some are slow.
    private TimeSpan Delay() => LeastDelay + (MostDelay - LeastDelay) * Math.Pow(world.Random.NextDouble(), 3);
}
