using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Xunit;

namespace Nomad.Jobspec.Tests;

public sealed class NearTests
{
    private static JsonObject Document(string near, string type = "service") => JobFileReader.Read(new JobFileSource
    {
        Text = $$"""
            job "web" {
              type = "{{type}}"
              group "other" {
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                }
              }
              group "g" {
                {{near}}
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                }
              }
            }
            """,
    }).Document!;

    private static Job Canonical(JsonObject document) => JobAdmission.Canonicalize(document, new AdmissionOptions());

    private static string Refusal(JsonObject document) => JobAdmission.Validate(Canonical(document)).ErrorText;

    [Fact]
    public void A_block_becomes_a_rule_with_its_defaults()
    {
        var job = Canonical(Document("near { job = \"db\" }\n near {\n group = \"other\"\n weight = -20\n attribute = \"${meta.rack}\"\n required = true\n }"));
        Assert.Empty(JobAdmission.Validate(job).Errors);
        Assert.Equal([new NearRule { Job = "db", Weight = 50 }, new NearRule { Group = "other", Weight = -20, Attribute = "${meta.rack}", Required = true }],
            job.TaskGroups![1].Near!);
    }

    [Fact]
    public void A_job_without_rules_has_no_such_field()
    {
        var job = Canonical(Document(""));
        Assert.Null(job.TaskGroups![1].Near);
        Assert.DoesNotContain("\"Near\"", System.Text.Json.JsonSerializer.Serialize(job, ModelJson.Default.Job), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("near { weight = 10 }", "Near must name a job, or a group of this job")]
    [InlineData("near { job = \"web\" }", "Near must name a job, or a group of this job")]
    [InlineData("near { group = \"none\" }", "Near names group \"none\", which this job does not have")]
    [InlineData("near { group = \"g\" }", "Near cannot name its own group")]
    [InlineData("near {\n job = \"db\"\n weight = 0\n }", "Near weight cannot be zero")]
    [InlineData("near {\n job = \"db\"\n weight = 101\n }", "Near weight must be within the range [-100,100]; got 101")]
    public void What_cannot_be_meant_is_refused(string near, string error) =>
        Assert.Contains(error, Refusal(Document(near)), StringComparison.Ordinal);

    [Fact]
    public void System_jobs_have_no_such_rules() =>
        Assert.Contains("System jobs may not have a near block", Refusal(Document("near { job = \"db\" }", "system")), StringComparison.Ordinal);
}
