using System.Text.Json.Nodes;
using Xunit;

namespace Nomad.Jobspec.Tests.Decoding;

/// <summary>Every key of the job language: it is read, lands where the API has it, and a slip of the pen beside it is refused.</summary>
public sealed class JobKeyTests
{
    private static readonly HashSet<string> Operators =
        ["regexp", "version", "semver", "set_contains", "set_contains_all", "set_contains_any"];

    public static TheoryData<string, string, string> Keys() => Rows(row => !row.Block.Contains(':', StringComparison.Ordinal));

    public static TheoryData<string, string, string> DriverKeys() => Rows(row => row.Block.Contains(':', StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_lands_in_its_field_and_a_slip_beside_it_is_refused(string block, string key, string type)
    {
        var row = new KeyRow(block, key, type);
        var text = KeyFile.Write(row);
        var result = JobFileReader.Read(new JobFileSource { Text = text });
        Assert.True(result.Document is not null, text + string.Join('\n', result.Diagnostics));
        AssertLanded(result.Document, row);

        var slip = row.Name + "x";
        var refused = JobFileReader.Read(new JobFileSource { Text = KeyFile.Write(row, slip) });
        Assert.Null(refused.Document);
        if (row.Key != "dynamic_ports") // a key of old files only, not suggested today
            Assert.Contains(refused.Diagnostics, problem => problem.Detail == $"An argument named \"{slip}\" is not expected here. Did you mean \"{row.Name}\"?");
    }

    [Theory]
    [MemberData(nameof(DriverKeys))]
    public void Settings_of_drivers_are_kept_as_written(string block, string key, string type)
    {
        var row = new KeyRow(block, key, type);
        var text = KeyFile.Write(row);
        var result = JobFileReader.Read(new JobFileSource { Text = text });
        Assert.True(result.Document is not null, text + string.Join('\n', result.Diagnostics));
        JsonNode? node = result.Document["TaskGroups"]![0]!["Tasks"]![0]!["Config"]!;
        foreach (var part in block.Split('.')[4..])
            node = node![part]![0];
        Assert.Equal(row.IsBlock ? row.IsMapBlock ? row.Value.Json : "{}" : row.Value.Json, row.IsBlock ? node!.ToJsonString() : node![key]!.ToJsonString());
    }

    private static void AssertLanded(JsonObject job, KeyRow row)
    {
        var parts = row.Block.Split('.');
        if (parts[^1] is "constraint" or "affinity" && (Operators.Contains(row.Key) || row.Key.StartsWith("distinct_", StringComparison.Ordinal)))
        {
            var owner = KeyPlace.Find(job, row with { Key = "", Type = "block" })!;
            Assert.Equal(row.Key, owner["Operand"]!.GetValue<string>());
            Assert.Equal(row.Key == "distinct_hosts" ? "true" : "v1", owner[row.Key == "distinct_property" ? "LTarget" : "RTarget"]!.GetValue<string>());
            return;
        }

        if (row.Key is "is_set" or "is_not_set" or "on_success" || row is { Block: "job.group.task.scaling", Key: "type" })
            return; // accepted and without effect
        if (row is { Key: "dynamic_ports" or "reserved_ports" })
        {
            var owner = KeyPlace.Find(job, row with { Key = "", Type = "block" })!;
            Assert.NotNull(owner[row.Key == "dynamic_ports" ? "DynamicPorts" : "ReservedPorts"]?[0]?["Label"]);
            return;
        }

        if (row is { Block: "job.group.task.resources", Key: "disk" })
        {
            Assert.Equal(7, job["TaskGroups"]![0]!["EphemeralDisk"]!["SizeMB"]!.GetValue<long>());
            return;
        }

        var node = KeyPlace.Find(job, row);
        if (row.IsBlock && !row.IsMapBlock)
            Assert.IsType<JsonObject>(node);
        else
            Assert.Equal(row.Value.Json, node?.ToJsonString());
    }

    private static TheoryData<string, string, string> Rows(Func<KeyRow, bool> wanted)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var row in KeyRow.All.Where(row => row.Block != "job" || row.Key.Length > 0).Where(wanted))
            data.Add(row.Block, row.Key, row.Type);
        return data;
    }
}
