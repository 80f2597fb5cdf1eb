using Nomad.Jobspec.Admission;
using Nomad.Model;
using Nomad.Model.Jobs;
using Xunit;

namespace Nomad.Jobspec.Tests.Admission;

/// <summary>Every known text about a bad job, each from the smallest spoiling of a good one.</summary>
public sealed class ErrorTextTests
{
    public static TheoryData<string, string> Texts() => Table("error-texts.tsv");

    public static TheoryData<string, string> Warnings() => Table("warning-texts.tsv");

    [Fact]
    public void The_good_job_is_good()
    {
        var report = GoodJob.Report("");
        Assert.Equal("", report.ErrorText);
        // Of a good job only what has no effect in this program is said, once for each kind of block.
        Assert.Equal(
        [
            "Block service of group \"g\" is stored, but nothing follows from it in this program: it is registered nowhere",
            "Block check of group \"g\" is stored, but nothing follows from it in this program: it never runs, and a deployment goes by the states of tasks",
        ], report.Warnings);
        Assert.Empty(GoodJob.Report("G.Services=null").Warnings);
    }

    [Theory]
    [InlineData("T.Vault={}", "vault of task \"g.t\"")]
    [InlineData("T.Consul={}", "consul of task \"g.t\"")]
    [InlineData("G.Consul={\"Namespace\": \"team\"}", "consul of group \"g\"")]
    [InlineData("T.Identity={\"Env\":true}", "identity of task \"g.t\"")]
    [InlineData("T.Identities=[{\"Name\":\"a\",\"Audience\":[\"x\"],\"TTL\":\"1h\"}]", "identity of task \"g.t\"")]
    [InlineData("T.Actions=[{\"Name\":\"a\",\"Command\":\"/bin/true\"}]", "action of task \"g.t\"")]
    [InlineData("T.CSIPluginConfig={\"ID\":\"p\",\"Type\":\"node\"}", "csi_plugin of task \"g.t\"")]
    [InlineData("G.Networks.0.DNS={\"Servers\":[\"10.0.0.1\"]}", "dns of group \"g\"")]
    [InlineData("J.UI={\"Description\":\"x\"}", "ui of the job")]
    [InlineData("T.Services=[{\"Name\":\"own\",\"Provider\":\"nomad\"}]", "service of group \"g\", task \"g.t\"")]
    public void A_block_without_effect_is_told_once(string edits, string block)
    {
        var report = GoodJob.Report(edits);
        Assert.Equal("", report.ErrorText);
        Assert.Single(report.Warnings, warning => warning.StartsWith($"Block {block} is stored, but nothing follows from it in this program: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_spoiled_job_is_refused_in_the_known_words(string text, string edits) =>
        Assert.Contains(text, GoodJob.Report(edits).ErrorText, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Warnings))]
    public void A_doubtful_job_is_accepted_with_a_warning_in_the_known_words(string text, string edits)
    {
        var report = GoodJob.Report(edits);
        Assert.Equal("", report.ErrorText);
        Assert.Contains(text, report.WarningText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("G.DependsOn=[{}]", "depends_on needs the name of a group, of a job, or of both")]
    [InlineData("G.DependsOn=[{\"Group\":\"h\"}]", "depends_on names group \"h\", which the job does not have")]
    [InlineData("G.DependsOn=[{\"Group\":\"g\"}]", "depends_on goes round in a circle: group g waits for group g")]
    [InlineData("G.DependsOn=[{\"Job\":\"x\",\"Condition\":\"up\"}]", "depends_on has condition \"up\"; it may be \"healthy\" or \"complete\"")]
    [InlineData("J.ParameterizedJob={\"Concurrency\":{}}", "Parameterized job concurrency needs a limit of at least 1; got 0")]
    [InlineData("J.Periodic={\"Spec\":\"@daily\",\"Concurrency\":{\"Limit\":1,\"Overflow\":\"drop\"}}", "Periodic concurrency has overflow \"drop\"; it may be \"queue\" or \"skip\"")]
    public void What_work_may_wait_for_is_checked(string edits, string text) => Assert.Contains(text, GoodJob.Report(edits).ErrorText, StringComparison.Ordinal);

    [Fact]
    public void What_work_waits_for_has_defaults_and_is_left_out_where_it_is_not_used()
    {
        var job = GoodJob.Job("J.ParameterizedJob={\"Concurrency\":{\"Limit\":2}};;G.DependsOn=[{\"Job\":\"x\"}]");
        Assert.Equal((2, "queue"), (job.ParameterizedJob!.Concurrency!.Limit, job.ParameterizedJob.Concurrency.Overflow));
        Assert.Equal("healthy", Assert.Single(job.TaskGroups![0].DependsOn!).Condition);
        var plain = System.Text.Json.JsonSerializer.Serialize(GoodJob.Job("J.ParameterizedJob={}"), Nomad.Model.Json.ModelJson.Default.Job);
        Assert.DoesNotContain("DependsOn", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("Concurrency", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void What_defaults_always_fill_is_missed_when_it_is_not_there()
    {
        var job = GoodJob.Job("");
        var group = job.TaskGroups![0];
        var task = group.Tasks![0];
        AssertRefused(job with { Region = "" }, "Missing job region");
        AssertRefused(job with { Name = "" }, "Missing job name");
        AssertRefused(job with { Type = "" }, "Missing job type");
        AssertRefused(job with { Namespace = "" }, "Job must be in a namespace");
        AssertRefused(job with { Datacenters = null }, "Missing job datacenters");
        AssertRefused(job with { TaskGroups = [group with { RestartPolicy = null }] }, "Task Group g should have a restart policy");
        AssertRefused(job with { TaskGroups = [group with { ReschedulePolicy = null }] }, "Task Group g should have a reschedule policy");
        AssertRefused(job with { TaskGroups = [group with { EphemeralDisk = null }] }, "Task Group g should have an ephemeral disk object");
        AssertRefused(job with { TaskGroups = [group with { Tasks = [task with { Resources = null }] }] }, "Missing task resources");
        AssertRefused(job with { TaskGroups = [group with { Tasks = [task with { LogConfig = null }] }] }, "Missing Log Config");
        AssertRefused(job with { TaskGroups = [group with { Constraints = [new() { LTarget = "a", RTarget = "b" }] }] }, "Missing constraint operand");
        var scaled = job with { TaskGroups = [group with { Scaling = new ScalingPolicy { Max = 5 } }] };
        AssertRefused(scaled, "missing scaling policy type");
        AssertRefused(scaled, "missing target namespace");
        AssertRefused(scaled, "missing target job");
        AssertRefused(scaled, "missing target group");
        AssertRefused(job with { TaskGroups = [group with { Migrate = new MigrateStrategy() }] }, "Missing HealthCheck");
    }

    private static void AssertRefused(Job job, string text) =>
        Assert.Contains(text, JobAdmission.Validate(job).ErrorText, StringComparison.Ordinal);

    private static TheoryData<string, string> Table(string name)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Lists", name)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('\t');
            data.Add(cells[0], cells[1]);
        }

        return data;
    }
}
