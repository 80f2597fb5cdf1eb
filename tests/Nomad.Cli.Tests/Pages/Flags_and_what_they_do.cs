using System.Text.Json.Nodes;

namespace Nomad.Cli.Tests.Pages;

public sealed class Flags_and_what_they_do
{
    private const string Web = """[{"ID":"web","Namespace":"default"}]""";
    private const string Running = """[{"ID":"aaaaaaaa-1","Name":"web.app[0]","TaskGroup":"app","JobID":"web","ClientStatus":"running","CreateIndex":5},{"ID":"bbbbbbbb-1","Name":"web.app[1]","TaskGroup":"app","JobID":"web","ClientStatus":"running","CreateIndex":5}]""";

    [Theory]
    [InlineData("job run -vault-token x web.nomad", "-vault-token is not available: jobs reach Vault by the identities of their tasks")]
    [InlineData("run -consul-token=x web.nomad", "-consul-token is not available: jobs reach Consul by the identities of their tasks")]
    [InlineData("init -connect", "-connect is not available: this program runs no sidecar proxies")]
    [InlineData("volume register -id x v.hcl", "-id is not available: it names a dynamic host volume")]
    public async Task What_is_missing_is_said_when_a_flag_needs_it(string line, string said)
    {
        var typed = await Typed.Async(line);
        Assert.Equal((1, ""), (typed.ExitCode, typed.Out));
        Assert.StartsWith(said, typed.Error);
        Assert.Contains("For additional help try", typed.Error);
    }

    [Fact]
    public async Task A_file_of_the_first_days_is_read_with_and_without_the_flag_that_asked_for_it()
    {
        const string job = "job \"old\" {\n datacenters = [\"dc1\"]\n task \"t\" {\n driver = \"exec\"\n config {\n command = \"/bin/true\"\n }\n resources {\n network {\n mbits = 10\n port \"http\" {}\n }\n }\n }\n}";
        var (with, without) = (await Typed.Async("job run -hcl1 -output -", null, job), await Typed.Async("job run -output -", null, job));
        Assert.Equal(0, with.ExitCode);
        Assert.Equal(without, with);
    }

    [Fact]
    public async Task Versions_are_compared_with_one_that_is_named()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", Web)
            .On("GET /v1/job/web/versions", """{"Versions":[{"ID":"web","Version":2},{"ID":"web","Version":1,"VersionTag":{"Name":"gold","Description":"the good one"}}],"Diffs":[{"Type":"Edited","ID":"web"},{"Type":"None","ID":"web"}]}""");
        var typed = await Typed.Async("job history -p -diff-version 1 web", agent);
        Assert.Equal("GET /v1/job/web/versions?namespace=default&diff_version=1&diffs=true", agent.Requests[^1].Line);
        Assert.Single(typed.Out.Split('\n'), line => line.StartsWith("Diff ", StringComparison.Ordinal));
        Assert.Contains("Tag Description = the good one", typed.Out);
        await Typed.Async("job history -p -diff-tag gold web", agent);
        Assert.Equal("GET /v1/job/web/versions?namespace=default&diff_tag=gold&diffs=true", agent.Requests[^1].Line);
        Assert.StartsWith("-diff-tag and -diff-version need -p\n", (await Typed.Async("job history -diff-tag gold web", agent)).Error);
        Assert.StartsWith("-diff-tag and -diff-version are exclusive\n", (await Typed.Async("job history -p -diff-tag gold -diff-version 1 web", agent)).Error);
    }

    [Fact]
    public async Task Headers_of_ones_own_go_out_and_all_headers_are_told()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", "[1]");
        var typed = await Typed.Async(["operator", "api", "-H", "X-Mine: a b", "-H=Accept:text/plain", "-verbose", "jobs"], agent);
        Assert.Equal(("[1]", 0), (typed.Out, typed.ExitCode));
        foreach (var line in new[] { "> GET /v1/jobs HTTP/1.1\n", "> X-Mine: a b\n", "> Accept: text/plain\n", "< HTTP/1.1 200 Answer\n", "< X-Nomad-Index: 7\n" })
            Assert.Contains(line, typed.Error);
        Assert.Contains("X-Mine: a b", agent.Heads[^1]);
        Assert.Contains("  -H 'X-Mine: a b' \\\n", (await Typed.Async(["operator", "api", "-dryrun", "-H", "X-Mine: a b", "jobs"], agent)).Out);
        Assert.Contains("is not of the form \"Key: Value\"", (await Typed.Async("operator api -H nothing jobs", agent)).Error);
        Assert.Equal(0, (await Typed.Async("operator api -verbose nothere", agent)).ExitCode);
    }

    [Theory]
    [InlineData("""[{"ID":"1","ClientStatus":"complete"},{"ID":"2","ClientStatus":"complete"}]""", 0)]
    [InlineData("""[{"ID":"1","ClientStatus":"complete"},{"ID":"2","ClientStatus":"failed"}]""", 2)]
    public async Task A_dispatch_can_be_waited_for_to_its_end(string allocations, int code)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", Web).On("PUT /v1/job/web/dispatch", """{"DispatchedJobID":"web/dispatch-1","EvalID":"eeeeeeee"}""")
            .On("GET /v1/evaluation/eeeeeeee", """{"ID":"eeeeeeee","Status":"complete"}""").On("GET /v1/evaluation/eeeeeeee/allocations", "[]")
            .On("GET /v1/job/web%2Fdispatch-1/allocations", allocations);
        var typed = await Typed.Async("job dispatch -wait web", agent);
        Assert.Equal(code, typed.ExitCode);
        Assert.Contains("\nAllocations\nID  Node ID", typed.Out);
        Assert.Equal(code, (await Typed.Async("job dispatch -wait -detach web", agent)).ExitCode);
        Assert.Equal(0, (await Typed.Async("job dispatch web", agent)).ExitCode);
    }

    [Fact]
    public async Task What_a_dispatch_cannot_place_is_an_error()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", Web).On("PUT /v1/job/web/dispatch", """{"DispatchedJobID":"web/dispatch-1","EvalID":"eeeeeeee"}""")
            .On("GET /v1/evaluation/eeeeeeee", """{"ID":"eeeeeeee","Status":"complete","FailedTGAllocs":{"app":{}}}""").On("GET /v1/evaluation/eeeeeeee/allocations", "[]");
        Assert.Equal(1, (await Typed.Async("job dispatch -wait web", agent)).ExitCode);
    }

    [Theory]
    [InlineData("job restart -on-error=fail web", "", "Error restarting allocation \"bbbbbbbb\": Unexpected response code: 500 (broken)\n", 2)]
    [InlineData("job restart web", "n\n", "Error restarting allocation \"bbbbbbbb\": Unexpected response code: 500 (broken)\n", 2)]
    [InlineData("job restart web", "y\n", "Error restarting allocation \"bbbbbbbb\": Unexpected response code: 500 (broken)\nJob restart finished with 1 error\n", 3)]
    [InlineData("job restart -batch-wait=ask web", "n\n", "", 1)]
    public async Task A_restart_that_fails_asks_or_ends(string line, string answer, string error, int restarted)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", Web)
            .On("GET /v1/job/web/allocations", Running[..^1] + """,{"ID":"cccccccc-1","Name":"web.app[2]","TaskGroup":"app","JobID":"web","ClientStatus":"running","CreateIndex":5}]""")
            .On("PUT /v1/client/allocation/aaaaaaaa-1/restart", "{}").On("PUT /v1/client/allocation/bbbbbbbb-1/restart", "broken", status: 500).On("PUT /v1/client/allocation/cccccccc-1/restart", "{}");
        var typed = await Typed.Async(line, agent, answer);
        Assert.Equal((1, error, restarted), (typed.ExitCode, typed.Error, agent.Requests.Count(request => request.Line.EndsWith("/restart", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Allocations_are_replaced_when_that_is_asked_for()
    {
        const string replaced = """,{"ID":"cccccccc-1","Name":"web.app[0]","TaskGroup":"app","JobID":"web","ClientStatus":"running","CreateIndex":9}""";
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", Web).On("GET /v1/job/web/allocations", Running[..^1] + replaced + "]")
            .On("PUT /v1/allocation/aaaaaaaa-1/stop", """{"EvalID":"eeeeeeee"}""").On("PUT /v1/allocation/bbbbbbbb-1/stop", """{"EvalID":"eeeeeeee"}""").On("PUT /v1/allocation/cccccccc-1/stop", """{"EvalID":"eeeeeeee"}""")
            .On("GET /v1/evaluation/eeeeeeee", """{"ID":"eeeeeeee","Status":"complete","FailedTGAllocs":{"app":{}}}""");
        var typed = await Typed.Async("job restart -reschedule -no-shutdown-delay -on-error fail web", agent);
        Assert.Contains("Allocation \"aaaaaaaa\" replaced by \"cccccccc\", which is running", typed.Out);
        Assert.Contains(agent.Requests, request => request.Line == "PUT /v1/allocation/aaaaaaaa-1/stop?reschedule=true&no_shutdown_delay=true");
        Assert.Equal((1, "Error rescheduling allocation \"bbbbbbbb\": no node has room for its replacement; \"nomad eval status eeeeeeee\" tells why\n"), (typed.ExitCode, typed.Error));
    }

    [Theory]
    [InlineData("job restart -reschedule -task t web", "The -reschedule option replaces whole allocations")]
    [InlineData("job restart -on-error=wait web", "Invalid -on-error value \"wait\": it is ask or fail")]
    [InlineData("job restart -batch-wait=soon web", "Invalid -batch-wait value \"soon\"")]
    public async Task Restarts_that_make_no_sense_are_refused_before_anything_is_asked(string line, string said) => Assert.StartsWith(said, (await Typed.Async(line)).Error);

    [Fact]
    public async Task A_volume_is_asked_for_in_the_namespace_it_was_found_in()
    {
        const string both = """[{"ID":"data","Namespace":"a","PluginID":"p"},{"ID":"database","Namespace":"b","PluginID":"p"}]""";
        await using var agent = new AnsweringAgent().On("GET /v1/volumes", both).On("GET /v1/volume/csi/data?namespace=a", """{"ID":"data","Namespace":"a","Allocations":[{"ID":"aaaaaaaa-98d6-93f3-0faf-47dc92d63f89"}]}""");
        var typed = await Typed.Async(["volume", "status", "-namespace=*", "-verbose", "data"], agent);
        Assert.Equal(0, typed.ExitCode);
        Assert.Contains("aaaaaaaa-98d6-93f3-0faf-47dc92d63f89", typed.Out);
        agent.On("GET /v1/volumes", """[{"ID":"data","Namespace":"a","PluginID":"p"},{"ID":"data","Namespace":"b","PluginID":"p"}]""");
        Assert.StartsWith("Prefix matched multiple volumes\n\nID    Name", (await Typed.Async(["volume", "status", "-namespace=*", "data"], agent)).Error);
        Assert.Contains("this program asks no plugin for its list", (await Typed.Async("volume status -verbose -node-pool x", agent)).Error);
    }

    [Fact]
    public async Task A_plugin_is_shown_with_whole_ids()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/plugins", """[{"ID":"disks"}]""")
            .On("GET /v1/plugin/csi/disks", """{"ID":"disks","Allocations":[{"ID":"aaaaaaaa-98d6-93f3-0faf-47dc92d63f89"}]}""");
        Assert.Contains("aaaaaaaa-98d6-93f3-0faf-47dc92d63f89", (await Typed.Async("plugin status -verbose disks", agent)).Out);
        Assert.DoesNotContain("aaaaaaaa-98d6", (await Typed.Async("plugin status disks", agent)).Out);
    }

    [Fact]
    public async Task Policies_can_be_overridden_where_there_are_none()
    {
        await using var agent = new AnsweringAgent().On("PUT /v1/volume/csi/data", "");
        Assert.Equal(new Typed("Volume \"data\" registered\n", "", 0), await Typed.Async("volume register -policy-override -", agent, """{"ID":"data"}"""));
        Assert.Equal("data", JsonNode.Parse(agent.Requests[^1].Body)!["Volumes"]![0]!["ID"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("quota init", "spec.hcl", "Example quota specification written to ")]
    [InlineData("quota init -json", "spec.json", "Example quota specification written to ")]
    [InlineData("volume init -type csi", "volume.hcl", "Example volume specification written to ")]
    public async Task An_example_is_written_once(string line, string name, string said)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-init-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            Assert.Equal(new Typed(said + file + "\n", "", 0), await Typed.Async($"{line} {file}"));
            Assert.EndsWith($" specification '{file}' already exists\n", (await Typed.Async($"{line} {file}")).Error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
