using System.Net;
using Nomad.Configuration;
using Nomad.Gossip;
using Nomad.Model.Logging;
using Nomad.Model.Requests;
using Nomad.Server;
using Nomad.Server.Membership;

namespace Nomad.Agent.Composition;

/// <summary>This server's place among the servers that know each other by gossip. Safe for any number of threads.</summary>
public sealed class ServerMembership : IAsyncDisposable
{
    private readonly SerfAgent serf;
    private readonly ILog log;
    private readonly Func<bool> encrypted;
    private bool left;

    private ServerMembership(SerfAgent serf, Func<bool> encrypted, ILog log)
    {
        this.serf = serf;
        this.encrypted = encrypted;
        this.log = log;
    }

    /// <summary>Opens the gossip port and takes part. Throws <see cref="IOException"/> naming an address that is taken.</summary>
    internal static ServerMembership Start(AgentConfiguration configuration, ServerAgent server, string version, (ILog Log, TimeProvider Time) ports)
    {
        var log = ports.Log.For("nomad");
        var rpc = IPEndPoint.Parse(configuration.AdvertiseAddrs.RPC);
        var keys = GossipKeys.Load(server.Options.DataDirectory, configuration.Server.EncryptKey.IsEmpty ? "" : configuration.Server.EncryptKey.Reveal(), log);
        var options = new SerfOptions
        {
            NodeName = $"{configuration.NodeName}.{configuration.Region}",
            Bind = IPEndPoint.Parse(configuration.NormalizedAddrs.Serf),
            Advertise = IPEndPoint.Parse(configuration.AdvertiseAddrs.Serf),
            Tags = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["vsn"] = "1", ["raft_vsn"] = "3", ["role"] = "nomad", ["mvn"] = "1", ["id"] = server.Raft.Id, ["region"] = configuration.Region,
                ["dc"] = configuration.Datacenter, ["build"] = version, ["rpc_addr"] = rpc.Address.ToString(), ["port"] = rpc.Port.ToString(),
                ["expect"] = server.Options.BootstrapExpect.ToString(), ["bootstrap"] = server.Options.BootstrapExpect == 1 ? "1" : "0",
            },
            Keyring = keys.Keyring,
            KeyringChanged = keys.Save,
            SnapshotPath = server.Options.DataDirectory is { } folder ? Path.Combine(folder, "serf", "snapshot") : null,
            RejoinAfterLeave = configuration.Server.RejoinAfterLeave,
            Log = line => log.Debug("serf: " + line),
            Warn = line => log.Warn("serf: " + line),
        };
        try
        {
            var serf = SerfAgent.Create(options, ports.Time);
            serf.MemberChanged += happened =>
            {
                Note(log, happened);
                if (happened.Type == SerfEventType.Reap && IsOfGroup(happened.Member, configuration.Region))
                    server.Group.Forget(Known(happened.Member));
                Tell(server.Group, serf, configuration.Region);
            };
            serf.Start();
            return new ServerMembership(serf, () => keys.Keyring is not null, log);
        }
        catch (System.Net.Sockets.SocketException problem)
        {
            throw new IOException($"listen udp/tcp {options.Bind}: bind: {problem.Message}", problem);
        }
    }

    public IReadOnlyList<ServerMember> Members => [.. serf.Members.Select(Shape)];

    public ServerMember Local => Members.First(member => member.Name == serf.NodeName);

    /// <summary>The group <c>serf</c> of <c>agent-info</c>.</summary>
    public IReadOnlyDictionary<string, string> Stats()
    {
        var figures = serf.Figures;
        return new Dictionary<string, string>
        {
            ["encrypted"] = encrypted() ? "true" : "false",
            ["members"] = Text(figures.Members), ["failed"] = Text(figures.Failed), ["left"] = Text(figures.Left),
            ["member_time"] = Text(figures.MemberTime), ["event_time"] = Text(figures.EventTime), ["query_time"] = Text(figures.QueryTime),
            ["intent_queue"] = Text(figures.IntentQueue), ["event_queue"] = Text(figures.EventQueue), ["query_queue"] = Text(figures.QueryQueue),
            ["health_score"] = Text(figures.HealthScore),
            ["coordinate_resets"] = Text(figures.CoordinateResets),
        };
    }

    private static string Text(IFormattable number) => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every region that some member is of, in order.</summary>
    public IReadOnlyList<string> Regions => [.. serf.Members.Select(member => member.Tags.GetValueOrDefault("region", "")).Where(region => region.Length > 0)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>RPC addresses of the living servers of a region, in no order.</summary>
    public IReadOnlyList<string> ServersOf(string region) =>
        [.. serf.Members.Where(member => IsServer(member) && member.Status == MemberStatus.Alive && member.Tags.GetValueOrDefault("region") == region).Select(RpcAddress)];

    /// <summary>RPC address of the member of that name (<c>NAME.REGION</c>), null when there is none.</summary>
    public string? RpcAddressOf(string name) => serf.Members.Where(IsServer).FirstOrDefault(member => member.Name == name) is { } found ? RpcAddress(found) : null;

    /// <summary>How many addresses answered, and what kept the others from it.</summary>
    public async Task<(int Joined, string Error)> JoinAsync(IReadOnlyList<string> addresses, CancellationToken stop)
    {
        try
        {
            return (await serf.JoinAsync(addresses, stop), "");
        }
        catch (Exception problem) when (problem is IOException or System.Net.Sockets.SocketException or AggregateException or FormatException)
        {
            return (0, problem.Message);
        }
    }

    /// <summary>Lists, installs, uses or removes a key on every server of the pool.</summary>
    public Task<KeyResult> ChangeKeysAsync(KeyOperation operation, byte[]? key, CancellationToken stop) => serf.ChangeKeysAsync(operation, key, stop);

    public Task ForceLeaveAsync(string name, bool prune, CancellationToken stop) => serf.ForceLeaveAsync(name, prune, stop);

    public async Task LeaveAsync(CancellationToken stop)
    {
        left = true;
        await serf.LeaveAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (!left)
            log.Warn("serf: Shutdown without a Leave");
        await serf.DisposeAsync();
    }

    private static bool IsServer(SerfMember member) => member.Tags.GetValueOrDefault("role") == "nomad";

    private static string RpcAddress(SerfMember member)
    {
        var address = member.Tags.GetValueOrDefault("rpc_addr", member.Address.ToString());
        var port = member.Tags.GetValueOrDefault("port", "4647");
        return address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
    }

    private static void Tell(ServerGroup group, SerfAgent serf, string region) =>
        group.Update(serf.Members.Where(member => IsOfGroup(member, region)).Select(Known));

    private static bool IsOfGroup(SerfMember member, string region) =>
        IsServer(member) && member.Tags.GetValueOrDefault("region") == region && member.Tags.ContainsKey("id");

    private static KnownServer Known(SerfMember member) =>
        new(member.Tags["id"], member.Name, RpcAddress(member), member.Tags.GetValueOrDefault("dc", ""), member.Status switch
        {
            MemberStatus.Alive => ServerLife.Alive,
            MemberStatus.Left or MemberStatus.Leaving => ServerLife.Left,
            _ => ServerLife.Failed,
        })
        {
            Build = member.Tags.GetValueOrDefault("build", ""),
            Expect = int.TryParse(member.Tags.GetValueOrDefault("expect"), out var expect) ? expect : 0,
            Bootstrapped = member.Tags.GetValueOrDefault("bootstrap") == "1",
        };

    private static ServerMember Shape(SerfMember member) => new()
    {
        Name = member.Name, Addr = member.Address.ToString(), Port = member.Port, Tags = member.Tags, Status = member.Status.ToString().ToLowerInvariant(),
        ProtocolMin = member.ProtocolMin, ProtocolMax = member.ProtocolMax, ProtocolCur = member.ProtocolCur,
        DelegateMin = member.DelegateMin, DelegateMax = member.DelegateMax, DelegateCur = member.DelegateCur,
    };

    private static void Note(ILog log, SerfEvent happened)
    {
        var member = happened.Member;
        log.Info($"serf: EventMember{happened.Type}: {member.Name} {member.Address}");
        if (happened.Type == SerfEventType.Join && IsServer(member))
            log.Info($"adding server: server=\"{member.Name} (Addr: {RpcAddress(member)}) (DC: {member.Tags.GetValueOrDefault("dc")})\"");
    }
}
