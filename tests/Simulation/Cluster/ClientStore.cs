using System.Globalization;
using System.Text;
using Nomad.Raft.Storage;
using Nomad.Simulation.Disks;

namespace Nomad.Simulation.Cluster;

/// <summary>
/// What a client's program must find again after it ended, as a real one keeps it: a journal of records on the machine's disk. It may end
/// at any step of a write; what came whole to the disk before is read again. Of the program's one thread.
/// </summary>
internal sealed class ClientStore
{
    private const string Directory = "/client";
    private const string Journal = Directory + "/journal";

    private readonly Dictionary<string, Record> found = new(StringComparer.Ordinal);
    private readonly List<string> unwritten = [];
    private readonly IRaftFile file;
    private long end;

    public ClientStore(SimulatedDisk disk)
    {
        IRaftFiles files = disk;
        if (!files.Exists(Journal))
        {
            file = files.Create(Journal);
            files.FlushDirectory(Directory);
            return;
        }
        file = files.Open(Journal);
        Load(files.Read(Journal));
        file.SetLength(end);
    }

    /// <summary>What is kept of one allocation.</summary>
    /// <param name="Id">Of the allocation.</param>
    /// <param name="Status">What became of its task.</param>
    /// <param name="InDeployment">It was placed for one.</param>
    /// <param name="Healthy">As it was judged.</param>
    /// <param name="ToldToStop">The servers wanted it to end.</param>
    internal sealed record Record(string Id, string Status, bool InDeployment, bool? Healthy, bool ToldToStop);

    /// <summary>What the program before this one left, by allocation.</summary>
    public IReadOnlyDictionary<string, Record> Found => found;

    /// <summary>Is on the disk after the next flush, perhaps earlier.</summary>
    public void Put(Record record) => unwritten.Add(string.Create(CultureInfo.InvariantCulture,
        $"put {record.Id} {record.Status} {record.InDeployment} {record.Healthy?.ToString() ?? "-"} {record.ToldToStop}"));

    public void Remove(string id) => unwritten.Add($"remove {id}");

    /// <summary>Returns when everything put before the call is safe.</summary>
    public async Task FlushAsync()
    {
        await Task.Yield();
        foreach (var line in unwritten)
        {
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            file.Write(bytes, end);
            end += bytes.Length;
        }
        unwritten.Clear();
        await Task.Yield();
        file.Flush();
        await Task.Yield();
    }

    // Up to the end of the last line that came whole.
    private void Load(byte[] content)
    {
        for (int length; (length = content.AsSpan((int)end).IndexOf((byte)'\n') + 1) > 0; end += length)
        {
            var words = Encoding.UTF8.GetString(content.AsSpan((int)end, length - 1)).Split(' ');
            if (words is ["put", var id, var status, var deployment, var healthy, var told])
                found[id] = new Record(id, status, bool.Parse(deployment), healthy == "-" ? null : bool.Parse(healthy), bool.Parse(told));
            else
                found.Remove(words[1]);
        }
    }
}
