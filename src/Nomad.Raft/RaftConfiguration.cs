using System.Buffers.Binary;
using System.Text;

namespace Nomad.Raft;

/// <summary>Who belongs to the group. Takes effect on each server as soon as it is in that server's log.</summary>
public sealed class RaftConfiguration(IReadOnlyList<RaftServer> servers)
{
    /// <summary>More servers than anyone runs; a larger count in a stored configuration is damage.</summary>
    public const int MaxServers = 1024;

    public static readonly RaftConfiguration Empty = new([]);

    public IReadOnlyList<RaftServer> Servers { get; } = servers;

    public IEnumerable<string> Voters => from server in Servers where server.Suffrage == RaftSuffrage.Voter select server.Id;

    public int VoterCount => Servers.Count(server => server.Suffrage == RaftSuffrage.Voter);

    /// <summary>How many voters must agree.</summary>
    public int Quorum => (VoterCount / 2) + 1;

    public RaftServer? Find(string id) => Servers.FirstOrDefault(server => server.Id == id);

    public bool IsVoter(string id) => Find(id) is { Suffrage: RaftSuffrage.Voter };

    /// <summary>The form of log entries and snapshot headers.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Servers.Count);
        foreach (var server in Servers)
        {
            writer.Write(server.Id);
            writer.Write(server.Address);
            writer.Write((byte)server.Suffrage);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a configuration.</exception>
    public static RaftConfiguration Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(data) is < 0 or > MaxServers)
        {
            throw new InvalidDataException($"raft configuration: expected a count of 0 to {MaxServers} servers in {data.Length} bytes");
        }

        using var reader = new BinaryReader(new MemoryStream(data.ToArray()), Encoding.UTF8);
        var servers = new RaftServer[reader.ReadInt32()];
        for (var i = 0; i < servers.Length; i++)
        {
            servers[i] = new RaftServer(reader.ReadString(), reader.ReadString(), (RaftSuffrage)reader.ReadByte());
        }

        return new RaftConfiguration(servers);
    }

    /// <summary>The form operators know from <c>agent-info</c>.</summary>
    public override string ToString() =>
        "[" + string.Join(" ", Servers.Select(server => $"{{Suffrage:{server.Suffrage} ID:{server.Id} Address:{server.Address}}}")) + "]";
}
