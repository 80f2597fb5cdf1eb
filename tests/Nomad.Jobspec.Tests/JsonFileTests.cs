using Nomad.Jobspec.Admission;
using Nomad.Model;
using Xunit;

namespace Nomad.Jobspec.Tests;

/// <summary>Jobs written as JSON: the object of the API, bare or wrapped, and the JSON notation of the language.</summary>
public sealed class JsonFileTests
{
    private const string Bare = """
        {"ID": "api", "Datacenters": ["dc1"], "Type": "batch", "taskgroups": [{"Name": "g", "Count": 2, "Tasks": [
          {"Name": "t", "Driver": "raw_exec", "Config": {"command": "/bin/true"}, "KillTimeout": "30s", "Resources": {"CPU": 50, "MemoryMB": 20}}]}]}
        """;

    private const string Notation = """
        {"variable": {"n": {"default": 2}}, "job": {"api": {"type": "batch", "datacenters": ["dc1"], "group": {"g": {"count": "${var.n}", "task": [{"t": {
          "driver": "raw_exec", "config": {"command": "/bin/true"}, "kill_timeout": "30s", "resources": {"cpu": 50, "memory": 20}}}]}}}}}
        """;

    [Theory]
    [InlineData(Bare, false)]
    [InlineData(Bare, true)]
    [InlineData("{\"Job\": " + Bare + "}", false)]
    [InlineData("{\"Job\": " + Bare + ", \"Namespace\": \"x\"}", true)]
    [InlineData(Notation, false)]
    public void All_forms_give_the_same_job(string text, bool json)
    {
        var result = JobFileReader.Read(new JobFileSource { Text = text, Json = json });
        Assert.Empty(result.Diagnostics);
        var job = JobAdmission.Canonicalize(result.Document!, new AdmissionOptions());
        Assert.Equal(("api", "api", "batch"), (job.ID, job.Name, job.Type));
        var group = Assert.Single(job.TaskGroups.OrEmpty());
        Assert.Equal(2, group.Count);
        var task = Assert.Single(group.Tasks.OrEmpty());
        Assert.Equal((50, 20, 30_000_000_000L), (task.Resources!.CPU, task.Resources.MemoryMB, task.KillTimeout.Nanoseconds));
        Assert.Equal("/bin/true", task.Config!["command"].ToString());
        Assert.Equal("", JobAdmission.Validate(job).ErrorText);
    }

    [Fact]
    public void A_disk_in_the_json_of_the_api_is_refused()
    {
        var document = JobFileReader.Read(new JobFileSource { Text = Bare.Replace("\"CPU\": 50", "\"CPU\": 50, \"DiskMB\": 5", StringComparison.Ordinal) }).Document!;
        Assert.Contains("Task can't ask for disk resources", JobAdmission.Validate(JobAdmission.Canonicalize(document, new AdmissionOptions())).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_two_fields_of_one_name_counts()
    {
        var result = JobFileReader.Read(new JobFileSource { Text = "{\"ID\": \"a\", \"id\": \"b\", \"Meta\": {\"x\": \"1\", \"x\": \"2\"}}", Json = true });
        var job = JobAdmission.Canonicalize(result.Document!, new AdmissionOptions());
        Assert.Equal("b", job.ID);
        Assert.Equal("2", job.Meta!["x"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    public void What_is_no_job_is_refused(string text)
    {
        var result = JobFileReader.Read(new JobFileSource { Text = text, Json = true });
        Assert.Null(result.Document);
        Assert.Contains(result.Diagnostics, problem => problem.Summary == "Invalid job JSON");
    }
}
