using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Nomad.Agent.Http;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Server.Snapshots;

namespace Nomad.Agent.Commands;

/// <summary><c>operator snapshot inspect</c>: what a snapshot file holds. Needs no agent.</summary>
internal sealed class SnapshotInspectCommand : Command
{
    public override string Name => "operator snapshot inspect";

    public override string Synopsis => "Displays information about a Nomad snapshot file";

    public override string Usage => "[options] <file>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("json", "Print the object as JSON.")];

    public override Task<int> RunAsync(CommandCall call)
    {
        var (header, state) = SnapshotFile.Open(call.Arguments[0]);
        var kinds = SnapshotContents.Of(state).GroupBy(row => row.Kind)
            .Select(same => (Kind: same.Key, Count: same.Count(), Size: same.Sum(row => (long)Encoding.UTF8.GetByteCount(row.Item.GetRawText()))))
            .OrderByDescending(row => row.Size).ToList();
        if (call.Flags.Boolean("json"))
            call.Line(JsonText.Of(Document(header, kinds), AgentJson.Default.JsonObject));
        else
            Print(call, header, kinds);
        return Task.FromResult(0);
    }

    private static void Print(CommandCall call, SnapshotHeader header, List<(string Kind, int Count, long Size)> kinds)
    {
        call.Line(new KeyValues()
            .Add("Created", header.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture))
            .Add("ID", header.ID)
            .Add("Size", SizeText(header.Size))
            .Add("Index", header.Index.ToString(CultureInfo.InvariantCulture))
            .Add("Term", header.Term.ToString(CultureInfo.InvariantCulture))
            .Add("Version", header.Version.ToString(CultureInfo.InvariantCulture)).ToString());
        call.Line();
        var table = new ColumnTable("Type", "Count", "Size");
        foreach (var (kind, count, size) in kinds)
            table.Add(kind, count.ToString(CultureInfo.InvariantCulture), SizeText(size));
        table.Add("----", "----", "----");
        table.Add("Total", kinds.Sum(row => row.Count).ToString(CultureInfo.InvariantCulture), SizeText(kinds.Sum(row => row.Size)));
        call.Line(table.ToString());
    }

    private static JsonObject Document(SnapshotHeader header, List<(string Kind, int Count, long Size)> kinds) => new()
    {
        ["Meta"] = new JsonObject
        {
            ["ID"] = header.ID, ["Size"] = header.Size, ["Index"] = header.Index, ["Term"] = header.Term, ["Version"] = header.Version,
            ["Created"] = header.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        },
        ["Stats"] = new JsonArray([.. kinds.Select(row => new JsonObject { ["Name"] = row.Kind, ["Count"] = row.Count, ["Sum"] = row.Size })]),
        ["TotalSize"] = kinds.Sum(row => row.Size),
        ["TotalCount"] = kinds.Sum(row => row.Count),
    };

    private static string SizeText(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++)
            value /= 1024;
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + units[unit];
    }
}
