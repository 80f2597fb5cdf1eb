using System.Text.Json.Nodes;

namespace Nomad.Cli.Tests.Pages;

public sealed class Planning_and_running : IDisposable
{
    private const string JobFile = """
        job "web" {
          group "app" {
            task "server" {
              driver = "raw_exec"
              config { command = "/bin/sh" }
            }
          }
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nomad-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_plan_shows_the_difference_and_how_to_submit_it()
    {
        var path = JobPath();
        await using var agent = new AnsweringAgent().On("PUT /v1/job/web/plan", """
            {"JobModifyIndex":18,"Annotations":{"DesiredTGUpdates":{"app":{"DestructiveUpdate":1,"Ignore":2}}},
             "Diff":{"Type":"Edited","ID":"web","TaskGroups":[{"Type":"Edited","Name":"app","Updates":{"create/destroy update":1,"ignore":2},
               "Tasks":[{"Type":"Edited","Name":"server","Annotations":["forces create/destroy update"],"Fields":[{"Type":"Edited","Name":"Env[GREETING]","Old":"hello","New":"goodbye"}]}]}]}}
            """);
        Assert.Equal(new Typed($"""
            +/- Job: "web"
            +/- Task Group: "app" (1 create/destroy update, 2 ignore)
              +/- Task: "server" (forces create/destroy update)
                +/- Env[GREETING]: "hello" => "goodbye"

            Scheduler dry-run:
            - All tasks successfully allocated.

            Job Modify Index: 18
            To submit the job with version verification run:

            nomad job run -check-index 18 {path}

            When running the job with the check-index flag, the job will only be run if the
            job modify index given matches the server-side version. If the index has
            changed, another user has modified the job and the plan's results are
            potentially invalid.

            """, "", 1), await Typed.Async(["job", "plan", path], agent));
    }

    [Fact]
    public async Task Running_sends_the_job_with_its_source_and_names_the_evaluation()
    {
        var path = JobPath();
        await using var agent = new AnsweringAgent().On("PUT /v1/jobs", """{"EvalID":"e4d13033-98d6-93f3-0faf-47dc92d63f89","Warnings":"careful"}""");
        var typed = await Typed.Async(["job", "run", "-detach", "-check-index", "7", path], agent);
        Assert.Equal(new Typed("Job registration successful\nEvaluation ID: e4d13033-98d6-93f3-0faf-47dc92d63f89\n", "Job Warnings:\ncareful\n\n", 0), typed);
        var body = JsonNode.Parse(agent.Requests[0].Body)!;
        Assert.Equal("web", body["Job"]!["ID"]!.GetValue<string>());
        Assert.Equal(JobFile, body["Submission"]!["Source"]!.GetValue<string>());
        Assert.Equal((true, 7), (body["EnforceIndex"]!.GetValue<bool>(), body["JobModifyIndex"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_conflict_is_told_in_two_lines()
    {
        await using var agent = new AnsweringAgent().On("PUT /v1/jobs", "Enforcing job modify index 0: job already exists", 500);
        Assert.Equal(new Typed("", "Enforcing job modify index 0: job already exists\nJob not updated\n", 1), await Typed.Async(["job", "run", "-check-index", "0", JobPath()], agent));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var typed = await Typed.Async(["job", "run", folder + "/nothere.nomad"]);
        Assert.Equal(new Typed("", $"Error getting job struct: Error getting jobfile from \"{folder}/nothere.nomad\": source path error: stat {folder}/nothere.nomad: no such file or directory\n", 1), typed);
    }

    [Fact]
    public async Task A_syntax_error_names_file_and_line()
    {
        var path = Path.Combine(folder, "bad.nomad");
        await File.WriteAllTextAsync(path, "job \"web\" {\n  group \"app\" {\n");
        var typed = await Typed.Async(["job", "plan", path]);
        Assert.Equal(255, typed.ExitCode);
        Assert.Contains("bad.nomad", typed.Error);
    }

    [Fact]
    public async Task Formatting_lists_and_rewrites_what_changes()
    {
        var path = Path.Combine(folder, "a.hcl");
        await File.WriteAllTextAsync(path, "a=1\nlonger = 2\n");
        Assert.Equal(new Typed(path + "\n", "", 1), await Typed.Async(["fmt", "-check", folder]));
        Assert.Equal(new Typed(path + "\n", "", 0), await Typed.Async(["fmt", folder]));
        Assert.Equal("a      = 1\nlonger = 2\n", await File.ReadAllTextAsync(path));
        Assert.Equal(new Typed("", "", 0), await Typed.Async(["fmt", "-check", folder]));
        Assert.Equal(new Typed("b = 1\n", "", 0), await Typed.Async(["fmt", "-"], input: "b=1\n"));
    }

    private string JobPath()
    {
        var path = Path.Combine(folder, "web.nomad");
        File.WriteAllText(path, JobFile);
        return path;
    }
}
