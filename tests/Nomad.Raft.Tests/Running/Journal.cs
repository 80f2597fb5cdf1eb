using System.Text;

namespace Nomad.Raft.Tests.Running;

/// <summary>A state machine that remembers every command as text; its snapshot is the whole list.</summary>
public sealed class Journal : IStateMachine
{
    private readonly List<string> lines = [];

    public int Restores { get; private set; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded)
    {
        lock (lines)
        {
            if (!command.IsEmpty)
            {
                lines.Add(Encoding.UTF8.GetString(command));
            }

            return lines.Count;
        }
    }

    public IStateMachineView BeginSnapshot() => new View([.. Lines]);

    public void Replace(ulong index, Stream state) => Restore(index, state);

    public void Restore(ulong index, Stream snapshot)
    {
        using var reader = new StreamReader(snapshot, leaveOpen: true);
        lock (lines)
        {
            lines.Clear();
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            Restores++;
        }
    }

    private sealed class View(string[] lines) : IStateMachineView
    {
        public void WriteTo(Stream target)
        {
            using var writer = new StreamWriter(target, leaveOpen: true);
            foreach (var line in lines)
            {
                writer.Write(line + "\n");
            }
        }

        public void Dispose()
        {
        }
    }
}
