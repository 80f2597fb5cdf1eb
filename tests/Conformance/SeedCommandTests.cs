using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>
/// Every command that already was in the early releases, by its old name and by its name of today: both print the same columns and end with
/// the same code, take short ids, and print <c>-json</c> and <c>-t</c> where they have them.
/// </summary>
public sealed partial class SeedCommandTests(SeedCommandTests.Walk walk) : IClassFixture<SeedCommandTests.Walk>
{
    // Old words, words of today, the code of both, and what each prints ('|' between parts, blanks as two).
    private static readonly TheoryData<string, string, int, string> Looking = new()
    {
        { "node-status", "node status", 0, "ID  Node Pool  DC  Name  Class  Drain  Eligibility  Status" },
        { "node-status -verbose", "node status -verbose", 0, "Address  Version" },
        { "node-status -allocs", "node status -allocs", 0, "Running Allocs" },
        { "node-status -t {{range .}}{{.Name}}{{end}}", "node status -t {{range .}}{{.Name}}{{end}}", 0, "host-a" },
        { "node-status <node>", "node status <node>", 0, "Driver Status|Node Events|Time  Subsystem  Message|Allocated Resources|CPU  Memory  Disk  Alloc Count|ID  Node ID  Task Group  Version  Desired  Status  Created  Modified" },
        { "node-status -self", "node status -self", 0, "ID|Name  = host-a" },
        { "node-status -short <node>", "node status -short <node>", 0, "Drivers|ID  Node ID  Task Group" },
        { "node-status -stats <node>", "node status -stats <node>", 0, "CPU Stats|Memory Stats|Disk Stats|MountPoint" },
        { "node-status -verbose <node>", "node status -verbose <node>", 0, "Drivers|Driver  Detected  Healthy  Message  Time|Attributes|kernel.name" },
        { "node-status -t {{.Name}} <node>", "node status -t {{.Name}} <node-full>", 0, "host-a" },
        { "node-status -json -t x", "node status -json -t x", 1, "Both json and template formatting are not allowed" },
        { "node-status <node-1>", "node status <node-1>", 1, "Identifier must contain at least two characters." },
        { "alloc-status <alloc>", "alloc status <alloc>", 0, "Eval ID|Client Status|Task \"server\" is \"running\"|Task Resources|CPU  Memory  Disk  Addresses|Task Events:|Recent Events:|Time  Type  Description" },
        { "alloc-status -short <alloc>", "alloc status -short <alloc-full>", 0, "Tasks|Name  State  Last Event  Time" },
        { "alloc-status -stats <alloc>", "alloc status -stats <alloc>", 0, "Memory Stats|CPU Stats" },
        { "alloc-status -verbose <alloc>", "alloc status -verbose <alloc>", 0, "Evaluated Nodes|Filtered Nodes|Exhausted Nodes|Allocation Time|Placement Metrics" },
        { "alloc-status -t {{.ClientStatus}} <alloc>", "alloc status -t {{.ClientStatus}} <alloc>", 0, "running" },
        { "alloc-status -t {{range .}}{{.JobID}};{{end}}", "alloc status -t {{range .}}{{.JobID}};{{end}}", 0, "seed;" },
        { "alloc-status -json -t x <alloc>", "alloc status -json -t x <alloc>", 1, "json format does not support template option." },
        { "alloc-status <alloc-1>", "alloc status <alloc-1>", 1, "Identifier must contain at least two characters." },
        { "alloc-status", "alloc status", 1, "A single <allocation>" },
        { "eval-status <eval>", "eval status <eval>", 0, "Status|Type|TriggeredBy|Job ID|Priority|Placement Failures|Placed Allocations" },
        { "eval-status -verbose <eval>", "eval status -verbose <eval-full>", 0, "Previous Eval|Next Eval|Blocked Eval" },
        { "eval-status -t {{.Status}} <eval>", "eval status -t {{.Status}} <eval>", 0, "complete" },
        { "eval-status -json -t x <eval>", "eval status -json -t x <eval>", 1, "json format does not support template option." },
        { "eval-status -monitor <eval>", "eval status -monitor <eval>", 0, "Monitoring evaluation|Evaluation triggered by job \"seed\"|finished with status \"complete\"" },
        { "eval-monitor <eval>", "eval status -monitor <eval>", 0, "Monitoring evaluation|finished with status \"complete\"" },
        { "eval-status <eval-1>", "eval status <eval-1>", 1, "Identifier must contain at least two characters." },
        { "status", "job status", 0, "ID  Type  Priority  Status  Submit Date|seed  service  50  running" },
        { "status seed", "job status seed", 0, "Summary|Task Group  Queued  Starting  Running  Failed  Complete  Lost  Unknown|Allocations|ID  Node ID  Task Group  Version  Desired  Status  Created  Modified" },
        { "status s", "job status s", 0, "Name  = seed" },
        { "status -short seed", "job status -short seed", 0, "Parameterized  = false" },
        { "status -evals seed", "job status -evals seed", 0, "Evaluations|ID  Priority  Triggered By  Status  Placement Failures" },
        { "status -verbose seed", "job status -verbose seed", 0, "ID  Eval ID  Node ID  Node Name  Task Group" },
        { "status -t {{range .}}{{.Summary.JobID}}{{len .Allocations}}{{end}} seed", "job status -t {{range .}}{{.Summary.JobID}}{{len .Allocations}}{{end}} seed", 0, "seed1" },
        { "status -json -t x", "job status -json -t x", 1, "json format does not support template option." },
        { "status <alloc>", "alloc status <alloc>", 0, "Client Status" },
        { "status <eval>", "eval status <eval>", 0, "TriggeredBy" },
        { "status <node>", "node status <node>", 0, "Driver Status" },
        { "inspect seed", "job inspect seed", 0, "\"Job\": {" },
        { "inspect -t {{.ID}} se", "job inspect -t {{.ID}} se", 0, "seed" },
        { "inspect -json -t x seed", "job inspect -json -t x seed", 1, "json format does not support template option." },
        { "inspect nobody", "job inspect nobody", 1, "No job(s) with prefix or id \"nobody\" found" },
        { "logs <alloc>", "alloc logs <alloc> server", 0, "first|last" },
        { "logs -stderr <alloc> server", "alloc logs -stderr <alloc> server", 0, "wrong" },
        { "logs -tail -n 1 <alloc>", "alloc logs -tail -n 1 -task server <alloc>", 0, "last" },
        { "logs -tail -c 5 <alloc>", "alloc logs -tail -c 5 <alloc>", 0, "last" },
        { "logs -job seed", "alloc logs -job seed", 0, "first" },
        { "logs", "alloc logs", 1, "<allocation> [<task>]" },
        { "fs <alloc>", "alloc fs <alloc>", 0, "Mode  Size  Modified Time  Name|alloc/|server/" },
        { "fs ls <alloc> server/local", "alloc fs <alloc> server/local", 0, "note.txt" },
        { "fs -H <alloc> server/local", "alloc fs -H <alloc> server/local", 0, "note.txt" },
        { "fs cat <alloc> server/local/note.txt", "alloc fs <alloc> server/local/note.txt", 0, "hello" },
        { "fs stat <alloc> server/local/note.txt", "alloc fs -stat <alloc> server/local/note.txt", 0, "Content Type  Name" },
        { "fs -stat <alloc> server/local/note.txt", "alloc fs -stat <alloc> server/local/note.txt", 0, "Content Type  Name" },
        { "fs -tail -n 1 <alloc> server/local/note.txt", "alloc fs -tail -n 1 <alloc> server/local/note.txt", 0, "hello" },
        { "fs -job seed", "alloc fs -job seed", 0, "alloc/" },
        { "fs <alloc> nowhere", "alloc fs <alloc> nowhere", 1, "no such file or directory" },
        { "validate seed.nomad", "job validate seed.nomad", 0, "Job validation successful" },
        { "validate bad.nomad", "job validate bad.nomad", 1, "bad.nomad" },
        { "plan seed.nomad", "job plan seed.nomad", 0, "Job: \"seed\"|Scheduler dry-run:|- All tasks successfully allocated.|Job Modify Index:|job run -check-index" },
        { "plan -diff=false more.nomad", "job plan -diff=false more.nomad", 1, "Scheduler dry-run:" },
        { "plan more.nomad", "job plan more.nomad", 1, "+/- Task Group: \"g\" (1 create, 1 in-place update)" },
        { "plan -t {{.Diff.ID}} seed.nomad", "job plan -t {{.Diff.ID}} seed.nomad", 0, "seed" },
        { "plan -json-output -t x seed.nomad", "job plan -json-output -t x seed.nomad", 255, "json format does not support template option." },
        { "plan -t {{.Nothing}} seed.nomad", "job plan -t {{.Nothing}} seed.nomad", 255, "Error formatting the data" },
        { "plan bad.nomad", "job plan bad.nomad", 255, "bad.nomad" },
        { "run -check-index 1000000 seed.nomad", "job run -check-index 1000000 seed.nomad", 1, "Job not updated" },
        { "run missing.nomad", "job run missing.nomad", 1, "missing.nomad" },
        { "stop nobody", "job stop nobody", 1, "No job(s) with prefix or id \"nobody\" found" },
        { "node-drain <node>", "node drain <node>", 1, "'-enable' or '-disable' flag must be set" },
        { "node-drain -enable -disable <node>", "node drain -enable -disable <node>", 1, "'-enable' or '-disable' flag must be set" },
        { "node-drain -monitor <node>", "node drain -monitor -self", 0, "No drain strategy set" },
        { "client-config -servers", "node config -servers", 0, ":4647" },
        { "client-config -update-servers <address>:4647", "node config -update-servers <address>:4647", 0, "Updated server list" },
        { "client-config", "node config", 1, "'-servers' or '-update-servers'" },
        { "server-members", "server members", 0, "Name  Address  Port  Status  Leader  Raft Version  Build  Datacenter  Region" },
        { "server-members -detailed", "server members -verbose", 0, "Protocol  Raft Version  Build  Datacenter  Region  Tags" },
        { "server-members -t {{range .}}{{.Name}}{{end}}", "server members -t {{range .}}{{.Name}}{{end}}", 0, "host-a.global" },
        { "server-members -json -t x", "server members -json -t x", 1, "json format does not support template option." },
        { "server-join <address>:4648", "server join <address>", 0, "Joined 1 servers successfully" },
        { "server-join 127.0.0.99:9", "server join 127.0.0.99:9", 1, "Failed to join" },
        { "server-join", "server join", 1, "must be given" },
        { "server-force-leave nobody.global", "server force-leave nobody.global", 0, "" },
        { "server-force-leave", "server force-leave", 1, "<node>" },
        { "agent-info", "agent-info -address=http://<address>:4646", 0, "client|nomad|raft|runtime|serf" },
        { "agent-info -t {{.stats.nomad.server}}", "agent-info -t {{.stats.nomad.server}}", 0, "true" },
        { "agent-info -json -t x", "agent-info -json -t x", 1, "json format does not support template option." },
        { "version", "-version", 0, "Nomad v" },
        { "agent -h", "agent -help", 0, "-dev|-config" },
    };

    private static readonly TheoryData<string, string> Documents = new()
    {
        { "node-status -json", "node status -json" },
        { "node-status -json <node>", "node status -json <node-full>" },
        { "alloc-status -json", "alloc status -json" },
        { "alloc-status -json <alloc>", "alloc status -json <alloc-full>" },
        { "eval-status -json <eval>", "eval status -json <eval-full>" },
        { "status -json", "job status -json" },
        { "status -json seed", "job status -json seed" },
        { "inspect -json seed", "job inspect -json se" },
        { "inspect -json", "job inspect -json" },
        { "plan -json-output seed.nomad", "job plan -json-output seed.nomad" },
        { "run -output seed.nomad", "job run -output seed.nomad" },
        { "server-members -json", "server members -json" },
        { "agent-info -json", "agent-info -json" },
    };

    /// <summary>The commands of 0.1 to 0.4, and what each is called today.</summary>
    private static readonly string[] Names =
    [
        "agent", "agent-info", "version", "status", "run", "job run", "plan", "job plan", "validate", "job validate", "init", "job init", "job status", "stop", "job stop",
        "inspect", "job inspect", "alloc-status", "alloc status", "logs", "alloc logs", "fs", "alloc fs", "eval-status", "eval-monitor", "eval status", "node-status", "node status",
        "node-drain", "node drain", "client-config", "node config", "server-members", "server members", "server-join", "server join", "server-force-leave", "server force-leave",
    ];

    /// <summary>Old names that say so, and what to type instead.</summary>
    private static readonly string[] Deprecated = ["client-config", "server-members", "server-join", "server-force-leave"];

    public static TheoryData<string, string, int, string> LookingRows => Looking;

    public static TheoryData<string, string> DocumentRows => Documents;

    [Fact]
    public void Every_name_has_a_row()
    {
        var typed = Looking.SelectMany(row => new[] { row.Data.Item1, row.Data.Item2 }).Concat(Documents.SelectMany(row => new[] { row.Data.Item1, row.Data.Item2 })).ToArray();
        // What acts is typed in the tests below.
        Assert.Equal(["init", "job init"], Names.Where(name => !typed.Any(words => words == name || words.StartsWith(name + " ", StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(LookingRows))]
    public async Task Old_name_and_name_of_today_print_the_same_and_end_alike(string old, string today, int code, string parts)
    {
        var (before, after) = await BothAsync(old, today);
        Assert.Equal((code, code), (before.ExitCode, after.ExitCode));
        foreach (var part in parts.Split('|'))
            Assert.Contains(part, Layout(after.Out + after.Error));
        Assert.Equal(Shape(after.Out), Shape(before.Out));
        Assert.Equal(Shape(after.Error), Shape(WithoutNotice(old, before.Error)));
    }

    [Theory]
    [MemberData(nameof(DocumentRows))]
    public async Task Documents_are_the_same_by_both_names(string old, string today)
    {
        var (before, after) = await BothAsync(old, today);
        Assert.Equal((0, 0), (before.ExitCode, after.ExitCode));
        Assert.Equal("", WithoutNotice(old, before.Error) + after.Error);
        using var document = JsonDocument.Parse(after.Out);
        // Four blanks a step, as scripts that compare text know it.
        Assert.StartsWith("    ", after.Out.Split('\n')[1]);
        Assert.False(after.Out.Split('\n')[1].StartsWith("     ", StringComparison.Ordinal));
        Assert.Equal(Shape(after.Out), Shape(before.Out));
    }

    [Theory]
    [InlineData("run", "stop")]
    [InlineData("job run", "job stop")]
    public async Task Running_and_stopping_a_job_is_followed_or_left_alone(string run, string stop)
    {
        var other = $"other-{run.Length}";
        await File.WriteAllTextAsync(Path.Combine(walk.Folder, other + ".nomad"), Walk.Job(other, 1));
        var detached = await walk.TypeAsync($"{run} -detach {other}.nomad");
        Assert.Equal((0, ""), (detached.ExitCode, detached.Error));
        Assert.Matches("^Job registration successful\nEvaluation ID: [0-9a-f-]{36}\n$", detached.Out);
        var followed = await walk.TypeAsync($"{run} -verbose {other}.nomad");
        Assert.Equal(0, followed.ExitCode);
        Assert.Matches("Monitoring evaluation \"[0-9a-f-]{36}\"", followed.Out);
        Assert.Contains($"Evaluation triggered by job \"{other}\"", followed.Out);
        var stopped = await walk.TypeAsync($"{stop} -detach {other}");
        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Error));
        Assert.Matches("^[0-9a-f-]{36}\n$", stopped.Out);
        var again = await walk.TypeAsync($"{stop} -yes -purge {other}");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("finished with status \"complete\"", again.Out);
    }

    [Theory]
    [InlineData("init")]
    [InlineData("job init")]
    public async Task Init_writes_a_job_that_is_valid_and_never_over_another(string init)
    {
        var file = $"made-{init.Length}.nomad.hcl";
        var made = await walk.TypeAsync($"{init} {file}");
        Assert.Equal((0, $"Example job file written to {file}\n", ""), (made.ExitCode, made.Out, made.Error));
        Assert.Equal(0, (await walk.TypeAsync($"validate {file}")).ExitCode);
        var again = await walk.TypeAsync($"{init} {file}");
        Assert.Equal((1, ""), (again.ExitCode, again.Out));
        Assert.Contains("already exists", again.Error);
    }

    [Theory]
    [InlineData("node-drain")]
    [InlineData("node drain")]
    public async Task A_drain_is_set_and_taken_back_by_either_name(string drain)
    {
        await using var agent = await DevAgent.StartAsync(); // the tests beside this one look at the node of theirs
        var set = await agent.RunAsync([.. drain.Split(' '), "-enable", "-detach", "-self", "-deadline=5m"]);
        Assert.Equal((0, ""), (set.ExitCode, set.Error));
        Assert.Matches("^Node \"[0-9a-f-]{36}\" drain strategy set\n$", set.Out);
        var id = (await agent.RunAsync("node", "status", "-t", "{{range .}}{{.ID}}{{end}}")).Out.Trim();
        Assert.Equal("false ineligible", (await agent.RunAsync("node", "status", "-t", "{{if .DrainStrategy}}true{{else}}false{{end}} {{.SchedulingEligibility}}", id[..8])).Out.Trim().Replace("true ", "false ", StringComparison.Ordinal));
        var unset = await agent.RunAsync([.. drain.Split(' '), "-disable", "-yes", id[..8]]);
        Assert.Equal((0, $"Node \"{id}\" drain strategy unset\n"), (unset.ExitCode, unset.Out));
        Assert.Equal("eligible", (await agent.RunAsync("node", "status", "-t", "{{.SchedulingEligibility}}", id[..8])).Out.Trim());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("node-status")]
    [InlineData("server-members")]
    [InlineData("agent-info")]
    [InlineData("alloc-status -json")]
    [InlineData("client-config -servers")]
    public async Task The_address_is_taken_from_the_environment_and_a_flag_beats_it(string words)
    {
        var nobody = new Dictionary<string, string> { ["NOMAD_ADDR"] = "http://127.0.0.99:1" };
        var refused = await NomadProgram.RunAsync(words.Split(' '), walk.Folder, nobody);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("127.0.0.99:1: connect: connection refused", refused.Error);
        var flagged = words.Split(' ').ToList();
        flagged.Insert(1, $"-address=http://{walk.Agent.Bind}:4646");
        Assert.Equal(0, (await NomadProgram.RunAsync(flagged, walk.Folder, nobody)).ExitCode);
    }

    private async Task<(Outcome Old, Outcome Today)> BothAsync(string old, string today) =>
        await Task.WhenAll(walk.TypeAsync(old), walk.TypeAsync(today)) is [var before, var after] ? (before, after) : throw new InvalidOperationException();

    // Columns are as wide as their widest cell.
    private static string Layout(string text) => Blanks().Replace(text, "  ");

    // Ids stay: both names talk of the same things. Times, loads and sizes pass, and a table of loads may gain a device.
    private static string Shape(string text) => Number().Replace(Blanks().Replace(Moment().Replace(text, "<time>"), "  "), "#");

    private static string WithoutNotice(string old, string error)
    {
        if (!Deprecated.Contains(old.Split(' ')[0]))
            return error;
        Assert.StartsWith($"WARNING! The \"nomad {old.Split(' ')[0]}\" command is deprecated. ", error.ReplaceLineEndings(" "));
        return error[(error.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
    }

    [GeneratedRegex(@"(?<=\S) {2,}(?=\S)|(?<=\S) +(?== )")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)|\b(\d+(y|mo|d|h|m|s))+( ago| from now)?\b")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<![0-9a-f-])\d+(\.\d+)?(e[+-]?\d+)?( (B|KiB|MiB|GiB|TiB)| *%)?(?![0-9a-f-])")]
    private static partial Regex Number();

    [GeneratedRegex(@"(\{\{.*?\}\}|\S)+")]
    private static partial Regex Word();

    /// <summary>An agent with a job that has written something, and its folder of job files.</summary>
    public sealed class Walk : IAsyncLifetime
    {
        private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

        public string Folder { get; } = Directory.CreateTempSubdirectory("nomad-seed-").FullName;

        public DevAgent Agent { get; private set; } = null!;

        public static string Job(string id, int count) => $$"""
            job "{{id}}" {
              group "g" {
                count = {{count}}
                update {
                  min_healthy_time = "100ms"
                }
                task "server" {
                  driver       = "raw_exec"
                  kill_timeout = "1s"
                  config {
                    command = "/bin/sh"
                    args    = ["-c", "echo first; echo wrong >&2; echo hello > local/note.txt; echo last; exec sleep 3000"]
                  }
                  resources {
                    cpu    = 20
                    memory = 20
                  }
                }
              }
            }
            """;

        public async ValueTask InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "seed.nomad"), Job("seed", 1));
            await File.WriteAllTextAsync(Path.Combine(Folder, "more.nomad"), Job("seed", 2));
            await File.WriteAllTextAsync(Path.Combine(Folder, "bad.nomad"), "job \"seed\" {\n  grup \"g\" {}\n}\n");
            Agent = await DevAgent.StartAsync();
            names["<address>"] = Agent.Bind;
            var run = await TypeAsync("run seed.nomad");
            Assert.True(run.ExitCode == 0, run.Out + run.Error);
            await LearnAsync("node", "node status -t {{range .}}{{.ID}}{{end}}");
            await LearnAsync("alloc", "job allocs -t {{range .}}{{.ID}}{{end}} seed");
            await LearnAsync("eval", "alloc status -t {{.EvalID}} <alloc>");
            await Agent.UntilAsync("the task has written all", async () => (await TypeAsync("logs <alloc>")).Out.Contains("last", StringComparison.Ordinal));
        }

        public Task<Outcome> TypeAsync(string words)
        {
            foreach (var (name, value) in names)
                words = words.Replace(name, value, StringComparison.Ordinal);
            return Agent.RunInAsync(Folder, [.. Word().Matches(words).Select(word => word.Value)]);
        }

        public async ValueTask DisposeAsync()
        {
            await Agent.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }

        private async Task LearnAsync(string name, string words)
        {
            var id = (await TypeAsync(words)).Out.Trim();
            Assert.Equal(36, id.Length);
            (names[$"<{name}>"], names[$"<{name}-full>"], names[$"<{name}-1>"]) = (id[..8], id, id[..1]);
        }
    }
}
