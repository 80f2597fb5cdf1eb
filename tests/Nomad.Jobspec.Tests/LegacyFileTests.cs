using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Xunit;

namespace Nomad.Jobspec.Tests;

/// <summary>Files of Nomad 0.1 to 0.4 load, and mean what they meant.</summary>
public sealed class LegacyFileTests
{
    private static readonly JsonObject First = Read("era-0.1.hcl", hcl1: false);
    private static readonly JsonObject Last = Read("era-0.4.hcl", hcl1: false);

    [Theory]
    [InlineData("ID", "\"my-app\"")]
    [InlineData("Datacenters", "[\"dc1\",\"dc2\"]")]
    [InlineData("Update.Stagger", "30000000000")]
    [InlineData("Update.MaxParallel", "1")]
    [InlineData("Meta", "{\"owner.team\":\"web\"}")]
    [InlineData("Constraints", "[{\"LTarget\":\"${attr.kernel.os}\",\"RTarget\":\"linux\",\"Operand\":\"=\"}]")]
    [InlineData("TaskGroups.0.Count", "2")]
    [InlineData("TaskGroups.0.Constraints.0.Operand", "\"distinct_hosts\"")]
    [InlineData("TaskGroups.0.EphemeralDisk.SizeMB", "500")]
    [InlineData("TaskGroups.0.RestartPolicy.Interval", "300000000000")]
    [InlineData("TaskGroups.0.Tasks.0.Config", "{\"image\":\"web:1\",\"port_map\":[{\"http\":80}]}")]
    [InlineData("TaskGroups.0.Tasks.0.Env", "{\"LOG-LEVEL\":\"info\",\"MODE\":\"a ${attr.arch} b\"}")]
    [InlineData("TaskGroups.0.Tasks.0.Constraints.0.LTarget", "\"${node.datacenter}\"")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.CPU", "500")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.DiskMB", "null")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.IOPS", "10")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.MBits", "20")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.ReservedPorts.0.Label", "\"22\"")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.ReservedPorts.0.Value", "22")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.ReservedPorts.1.Value", "8080")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.DynamicPorts.0.Label", "\"http\"")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.DynamicPorts.1.Label", "\"admin\"")]
    [InlineData("TaskGroups.0.Tasks.1.Config", "{\"command\":\"/bin/date\",\"args\":[\"+%s\"]}")]
    [InlineData("TaskGroups.0.Tasks.1.KillTimeout", "20000000000")]
    public void A_file_of_the_first_release_is_read(string path, string json) => Assert.Equal(json, At(First, path));

    [Theory]
    [InlineData("Datacenters", "[\"dc1\"]")]
    [InlineData("Periodic.Enabled", "true")]
    [InlineData("Periodic.Spec", "\"*/15 * * * * *\"")]
    [InlineData("Periodic.SpecType", "\"cron\"")]
    [InlineData("Periodic.ProhibitOverlap", "true")]
    [InlineData("Meta", "{\"a\":\"1\",\"b\":\"2\"}")]
    [InlineData("TaskGroups.0.Name", "\"web\"")]
    [InlineData("TaskGroups.0.Tasks.0.Driver", "\"exec\"")]
    [InlineData("TaskGroups.0.Tasks.0.Services.0.PortLabel", "\"http\"")]
    [InlineData("TaskGroups.0.Tasks.0.Services.0.Checks.0.Interval", "10000000000")]
    [InlineData("TaskGroups.0.Tasks.0.Services.0.Checks.0.InitialStatus", "\"passing\"")]
    [InlineData("TaskGroups.0.Tasks.0.LogConfig.MaxFileSizeMB", "5")]
    [InlineData("TaskGroups.0.Tasks.0.Artifacts.0.GetterOptions.checksum", "\"md5:d41d8cd98f00b204e9800998ecf8427e\"")]
    [InlineData("TaskGroups.0.Tasks.0.Templates.0.EmbeddedTmpl", "\"key={{ key \\u0022x\\u0022 }} ${attr.arch}\\n\"")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.DynamicPorts.0.Label", "\"http\"")]
    [InlineData("TaskGroups.0.Tasks.0.Resources.Networks.0.ReservedPorts.0.Value", "9000")]
    public void A_file_of_0_4_is_read(string path, string json) => Assert.Equal(json, At(Last, path));

    [Fact]
    public void Both_are_admitted_with_warnings_about_what_is_old()
    {
        var report = JobAdmission.Validate(JobAdmission.Canonicalize(First, new AdmissionOptions()));
        Assert.Equal("", report.ErrorText);
        Assert.Contains("mbits has been deprecated", report.WarningText, StringComparison.Ordinal);
        Assert.Contains("IOPS has been deprecated", report.WarningText, StringComparison.Ordinal);
        Assert.Equal("", JobAdmission.Validate(JobAdmission.Canonicalize(Last, new AdmissionOptions())).ErrorText);
    }

    [Fact]
    public void Asking_for_the_old_rules_gives_the_same()
    {
        Assert.Equal(First.ToJsonString(), Read("era-0.1.hcl", hcl1: true).ToJsonString());
        Assert.Equal(Last.ToJsonString(), Read("era-0.4.hcl", hcl1: true).ToJsonString());
    }

    [Fact]
    public void A_disk_that_the_group_has_already_is_not_added_to()
    {
        const string Text = "job \"a\" {\n group \"g\" {\n ephemeral_disk {\n size = 50\n}\n task \"t\" {\n resources {\n disk = 300\n}\n}\n}\n}\n";
        var group = JobFileReader.Read(new JobFileSource { Text = Text }).Document!["TaskGroups"]![0]!.AsObject();
        Assert.Equal("50", At(group, "EphemeralDisk.SizeMB"));
        Assert.Equal("null", At(group, "Tasks.0.Resources.DiskMB"));
    }

    private static JsonObject Read(string name, bool hcl1)
    {
        var result = JobFileReader.Read(new JobFileSource { Name = name, Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", name)), Hcl1 = hcl1 });
        return result.Document ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static string At(JsonNode node, string path)
    {
        var at = (JsonNode?)node;
        foreach (var part in path.Split('.'))
            at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at![part];
        return at?.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal) ?? "null";
    }
}
