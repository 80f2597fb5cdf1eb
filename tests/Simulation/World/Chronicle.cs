namespace Nomad.Simulation.World;

/// <summary>The last lines of what happened in a world.</summary>
internal sealed class Chronicle
{
    private const int Kept = 4000;

    private static readonly string? Echo = Environment.GetEnvironmentVariable("NOMAD_SIMULATE_LOG");

    private readonly Queue<string> lines = new();

    public void Add(TimeSpan at, string line)
    {
        if (lines.Count == Kept)
            lines.Dequeue();
        var text = $"{at.TotalSeconds,9:0.000} {line}";
        lines.Enqueue(text);
        if (Echo is not null)
            File.AppendAllText(Echo, text + "\n");
    }

    public string Tail(int count) => string.Join("\n", lines.TakeLast(count));
}
