using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Xunit;

namespace Nomad.Jobspec.Tests;

/// <summary>Answers of a Nomad 1.1.2 to a parse request, compared whole.</summary>
public sealed class RecordedParseTests
{
    /// <summary>Fields that came after 1.1.2, whatever the object that has them.</summary>
    private static readonly HashSet<string> NewFields =
    [
        "NodePool", "DispatchIdempotencyToken", "UI", "VersionTag", "Disconnect", "MaxClientDisconnect", "MaxRunDuration", "PreventRescheduleOnLost",
        "Actions", "CSIPluginConfig", "Consul", "Identities", "Identity", "Kind", "Schedule", "Secrets", "NUMA", "SecretsMB", "RenderTemplates", "Enabled", "Disabled",
    ];

    [Fact]
    public void A_parsed_file_is_the_recorded_one()
    {
        var (read, recorded) = Load("parse");
        AssertSame("", recorded, read);
    }

    [Fact]
    public void A_parsed_file_with_defaults_is_the_recorded_one()
    {
        var (read, recorded) = Load("canonicalize");
        recorded["TaskGroups"]![0]!["Consul"] = null; // 1.1.2 made one for the namespace of the enterprise edition
        // A job has "", 0 and false where its document says nothing, or null.
        AssertSame("", recorded, JobAdmission.FillDefaults(read, new AdmissionOptions()), mayLack: value => value is null || value.ToJsonString() is "\"\"" or "0" or "false");
    }

    private static (JsonObject Read, JsonObject Recorded) Load(string name)
    {
        var recording = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", name + ".json")))!;
        var result = JobFileReader.Read(new JobFileSource { Text = recording["JobHCL"]!.GetValue<string>() });
        Assert.Empty(result.Diagnostics);
        return (result.Document!, recording["Job"]!.AsObject());
    }

    private static void AssertSame(string path, JsonNode? expected, JsonNode? actual, Func<JsonNode?, bool>? mayLack = null)
    {
        switch (expected)
        {
            case JsonObject wanted:
                var got = Assert.IsType<JsonObject>(actual);
                var isMap = path.EndsWith(".Config", StringComparison.Ordinal) || path.EndsWith(".Meta", StringComparison.Ordinal);
                Assert.True(isMap || got.All(pair => wanted.ContainsKey(pair.Key) || NewFields.Contains(pair.Key)),
                    $"{path} has {string.Join(", ", got.Select(pair => pair.Key).Where(key => !wanted.ContainsKey(key) && !NewFields.Contains(key)))} too much");
                foreach (var (name, value) in wanted)
                {
                    if (got[name] is null && mayLack?.Invoke(value) == true)
                        continue;
                    Assert.True(got.ContainsKey(name), $"{path}.{name} is missing");
                    AssertSame($"{path}.{name}", value, got[name], mayLack);
                }

                break;
            case JsonArray wanted:
                var list = Assert.IsType<JsonArray>(actual);
                Assert.Equal(wanted.Count, list.Count);
                for (var i = 0; i < wanted.Count; i++)
                    AssertSame($"{path}[{i}]", wanted[i], list[i], mayLack);
                break;
            default:
                Assert.True((expected?.ToJsonString() ?? "null") == (actual?.ToJsonString() ?? "null"),
                    $"{path}: expected {expected?.ToJsonString() ?? "null"}, got {actual?.ToJsonString() ?? "null"}");
                break;
        }
    }
}
