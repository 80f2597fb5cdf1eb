using Nomad.Jobspec.Admission;
using Nomad.Jobspec.Periodic;
using Nomad.Jobspec.Templates;
using Xunit;

namespace Nomad.Jobspec.Tests;

public sealed class JobFileTests
{
    private const string Web = """
        variable "copies" {
          type    = number
          default = 1
        }
        job "vars" {
          datacenters = ["dc1"]
          type        = "batch"
          constraint {
            attribute = "${attr.kernel.name}"
            value     = "linux"
          }
          group "work" {
            count = var.copies
            network {
              port "http" {}
              port "adm" { static = 9000 }
            }
            task "show" {
              driver = "raw_exec"
              config { command = "/bin/true" }
              resources { cpu = 20 }
            }
          }
        }
        """;

    private static JobFileResult Read(string text, params (string, string)[] variables) =>
        JobFileReader.Read(new JobFileSource { Text = text, Variables = variables.ToDictionary(pair => pair.Item1, pair => pair.Item2) });

    [Fact]
    public void A_job_file_becomes_a_document_with_nulls_for_what_it_does_not_say()
    {
        var result = Read(Web, ("copies", "3"));
        Assert.Empty(result.Diagnostics);
        var group = result.Document!["TaskGroups"]![0]!;
        Assert.Equal("vars", result.Document["ID"]!.GetValue<string>());
        Assert.Equal("3", group["Count"]!.ToJsonString());
        Assert.Equal("work", group["Name"]!.GetValue<string>());
        Assert.Equal("http", group["Networks"]![0]!["DynamicPorts"]![0]!["Label"]!.GetValue<string>());
        Assert.Equal("9000", group["Networks"]![0]!["ReservedPorts"]![0]!["Value"]!.ToJsonString());
        Assert.Equal("${attr.kernel.name}", result.Document["Constraints"]![0]!["LTarget"]!.GetValue<string>());
        Assert.Null(result.Document["Priority"]);
        Assert.True(result.Document.ContainsKey("Priority"));
        Assert.Equal("/bin/true", group["Tasks"]![0]!["Config"]!["command"]!.GetValue<string>());
    }

    [Fact]
    public void Unknown_keys_are_refused_all_at_once_with_the_nearest_name()
    {
        var result = Read("job \"x\" {\n  typ = \"batch\"\n  group \"g\" {\n    coun = 2\n  }\n}\n");
        Assert.Null(result.Document);
        Assert.Contains(result.Diagnostics, problem => problem.ToString() == "input.hcl:2,3-6: Unsupported argument; An argument named \"typ\" is not expected here. Did you mean \"type\"?");
        Assert.Contains(result.Diagnostics, problem => problem.Detail.Contains("Did you mean \"count\"?", StringComparison.Ordinal));
    }

    public static TheoryData<string> Examples() => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.nomad.hcl").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_valid(string file) => AssertValid(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", file)));

    [Fact]
    public void The_templates_of_init_are_valid()
    {
        AssertValid(ExampleJobs.Long);
        AssertValid(ExampleJobs.Short);
    }

    [Fact]
    public void Wrong_jobs_are_refused_in_the_known_words()
    {
        var document = Read(Web).Document!;
        document["Priority"] = 500;
        document["Type"] = "service";
        document["TaskGroups"]![0]!["Count"] = -1;
        var report = JobAdmission.Validate(JobAdmission.Canonicalize(document, new AdmissionOptions()));
        Assert.Equal(
            "2 errors occurred:\n\t* Job priority must be between [1, 100]\n\t* Task group work validation failed: 1 error occurred:\n\t* Task group count can't be negative\n\n\n\n",
            report.ErrorText);
        Assert.Equal(
            "1 warning(s):\n\n* Group \"work\" has warnings: 1 error occurred:\n\t* Update max parallel count is greater than task group count (1 > -1). A destructive change would result in the simultaneous replacement of all allocations.\n\n",
            report.WarningText);
    }

    [Fact]
    public void Defaults_of_a_batch_job_are_those_of_the_recording()
    {
        var job = JobAdmission.Canonicalize(Read(Web).Document!, new AdmissionOptions());
        var group = job.TaskGroups![0];
        Assert.Equal((1, 5L, "constant", 24 * 3600L), (group.ReschedulePolicy!.Attempts, group.ReschedulePolicy.Delay.Nanoseconds / 1_000_000_000, group.ReschedulePolicy.DelayFunction, group.ReschedulePolicy.Interval.Nanoseconds / 1_000_000_000));
        Assert.Equal((3, "fail"), (group.RestartPolicy!.Attempts, group.RestartPolicy.Mode));
        Assert.Equal((50, "global", "default", "default"), (job.Priority, job.Region, job.Namespace, job.NodePool));
        Assert.Equal((20, 300, 10), (group.Tasks![0].Resources!.CPU, group.Tasks[0].Resources!.MemoryMB, group.Tasks[0].LogConfig!.MaxFiles));
        Assert.Null(group.Update);
    }

    [Theory]
    [InlineData("*/15 * * * *", "2026-11-28T16:44:00Z", "UTC", "2026-11-28T16:45:00Z")]
    [InlineData("0 0 1 1 * 2030", "2026-11-28T16:44:00Z", "UTC", "2030-01-01T00:00:00Z")]
    [InlineData("30 0 0 * * * *", "2026-11-28T16:44:00Z", "UTC", "2026-11-29T00:00:30Z")]
    [InlineData("@weekly", "2026-11-28T16:44:00Z", "UTC", "2026-11-29T00:00:00Z")]
    [InlineData("0 0 L * *", "2026-02-01T00:00:00Z", "UTC", "2026-02-28T00:00:00Z")]
    [InlineData("0 9 * * MON#1", "2026-11-28T16:44:00Z", "UTC", "2026-12-07T09:00:00Z")]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Paris", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Paris", "2026-10-25T00:30:00Z")]
    public void Cron_finds_the_next_start(string spec, string after, string zone, string next) => Assert.Equal(
        DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture),
        CronExpression.Parse(spec).Next(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static void AssertValid(string text)
    {
        var result = Read(text);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(JobAdmission.Validate(JobAdmission.Canonicalize(result.Document!, new AdmissionOptions())).Errors);
    }
}
