using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Tests;

public sealed class MissedLaunchesTests
{
    [Theory]
    [InlineData(MissedLaunches.Latest)]
    [InlineData(MissedLaunches.All)]
    [InlineData(MissedLaunches.Skip)]
    public void A_job_says_what_becomes_of_launches_that_were_missed(string missed)
    {
        var document = Document($"missed = \"{missed}\"");
        Assert.Equal(missed, (string)document["Periodic"]!["Missed"]!);
        Assert.Equal("", Refusal(document));
    }

    [Fact]
    public void A_job_that_says_nothing_has_no_such_field() => Assert.False(Document("")["Periodic"]!.AsObject().ContainsKey("Missed"));

    [Fact]
    public void Other_words_are_refused() => Assert.Contains(
        "periodic has missed \"most\"; it may be \"latest\", \"all\" or \"skip\"", Refusal(Document("missed = \"most\"")), StringComparison.Ordinal);

    private static JsonObject Document(string more) => JobFileReader.Read(new JobFileSource
    {
        Text = $$"""
            job "tick" {
              type = "batch"
              periodic {
                crons = ["@hourly"]
                {{more}}
              }
              group "g" {
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                }
              }
            }
            """,
    }).Document!;

    private static string Refusal(JsonObject document) => JobAdmission.Validate(JobAdmission.Canonicalize(document, new AdmissionOptions())).ErrorText;
}
