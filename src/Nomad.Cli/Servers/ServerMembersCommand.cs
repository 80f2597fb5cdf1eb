using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Cli.Servers;

/// <summary><c>server members</c>: the servers known by gossip, and which of them leads its region.</summary>
public sealed class ServerMembersCommand : Command
{
    public override string Name => "server members";

    public override string Synopsis => "Display a list of known servers and their status";

    public override string ArgumentsRule => "This command takes no arguments";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("verbose", "Protocol versions and all tags."),
        Flag.Boolean("detailed", "The same as -verbose."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var answer = await NodeStatusCommand.Asking(call, "Error querying servers", () => call.Api.Agent.MembersAsync(stop: call.Stop));
        var members = answer.Value.Members.OrEmpty().OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
        if (JsonText.Printed(call, members, ModelJson.Default.ListOfServerMember))
            return 0;
        var (leaders, trouble) = await LeadersAsync(call, members);
        call.Line(Table(members, leaders, call.Verbose || call.Flags.Boolean("detailed")));
        if (trouble is null)
            return 0;
        call.Warn($"\nError determining leaders: {trouble}");
        return 1;
    }

    private static string Table(ServerMember[] members, HashSet<string> leaders, bool verbose)
    {
        var table = verbose
            ? new ColumnTable("Name", "Address", "Port", "Status", "Leader", "Protocol", "Raft Version", "Build", "Datacenter", "Region", "Tags")
            : new ColumnTable("Name", "Address", "Port", "Status", "Leader", "Raft Version", "Build", "Datacenter", "Region");
        foreach (var member in members)
        {
            var tags = member.Tags.OrEmpty();
            string Tag(string name) => tags.GetValueOrDefault(name, "");
            var leader = leaders.Contains($"{member.Addr}:{Tag("port")}") ? "true" : "false";
            string[] start = [member.Name, member.Addr, member.Port.ToString(), member.Status, leader];
            string[] end = [Tag("raft_vsn"), Tag("build"), Tag("dc"), Tag("region")];
            table.Add(verbose
                ? [.. start, member.ProtocolCur.ToString(), .. end, string.Join(",", tags.Select(tag => $"{tag.Key}={tag.Value}"))]
                : [.. start, .. end]);
        }
        return table.ToString();
    }

    private static async Task<(HashSet<string> Leaders, string? Trouble)> LeadersAsync(CommandCall call, ServerMember[] members)
    {
        var leaders = new HashSet<string>(StringComparer.Ordinal);
        string? trouble = null;
        foreach (var region in members.Select(member => member.Tags.OrEmpty().GetValueOrDefault("region", "")).Distinct(StringComparer.Ordinal))
        {
            try
            {
                leaders.Add(await call.Api.Agent.LeaderAsync(region, call.Stop));
            }
            catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
            {
                trouble = $"region \"{region}\": {problem.Message}";
            }
        }
        return (leaders, trouble);
    }
}
