using System.Text;
using System.Text.Json.Nodes;
using Nomad.Model.Requests;
using Nomad.Model.Streams;

namespace Nomad.Api.Tests;

public sealed class Asking_an_agent
{
    [Fact]
    public async Task A_read_carries_its_options_and_brings_the_index_back()
    {
        await using var agent = ListeningAgent.OnPort("""[{"ID":"web","Type":"service"}]""", headers: "X-Nomad-Index: 42\r\nX-Nomad-Knownleader: true\r\nX-Nomad-NextToken: next\r\n");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url, Token = "secret", Region = "eu" });
        var query = new Query
        {
            Namespace = "*", Index = 7, Wait = TimeSpan.FromSeconds(10), Prefix = "we b", Filter = "Status == \"running\"", PerPage = 3, NextToken = "t",
            Stale = true,
        };
        var answer = await client.Jobs.ListAsync(query);
        Assert.Equal("web", Assert.Single(answer.Value).ID);
        Assert.Equal((42UL, true, "next"), (answer.Index, answer.KnownLeader, answer.NextToken));
        var request = Assert.Single(agent.Requests);
        Assert.StartsWith("GET /v1/jobs?region=eu&namespace=%2A&index=7&wait=10000ms&prefix=we%20b&filter=Status%20%3D%3D%20%22running%22&per_page=3&next_token=t&stale HTTP/1.1\r\n", request);
        Assert.Contains("X-Nomad-Token: secret\r\n", request);
    }

    [Fact]
    public async Task A_job_name_with_slashes_is_one_part_of_the_path()
    {
        await using var agent = ListeningAgent.OnPort("""{"ID":"a/b"}""");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        await client.Jobs.GetAsync("a/b c");
        Assert.StartsWith("GET /v1/job/a%2Fb%20c HTTP/1.1\r\n", agent.Requests[0]);
    }

    [Fact]
    public async Task A_write_sends_the_document_as_it_is()
    {
        await using var agent = ListeningAgent.OnPort("""{"EvalID":"e","JobModifyIndex":9,"Warnings":"careful"}""");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        var answer = await client.Jobs.RegisterAsync(new JsonObject { ["Job"] = new JsonObject { ["ID"] = "web", ["Priority"] = null } });
        Assert.Equal(("e", 9UL, "careful"), (answer.Value.EvalID, answer.Value.JobModifyIndex, answer.Value.Warnings));
        Assert.StartsWith("PUT /v1/jobs HTTP/1.1\r\n", agent.Requests[0]);
        Assert.EndsWith("""{"Job":{"ID":"web","Priority":null}}""", agent.Requests[0]);
    }

    [Theory]
    [InlineData(404, "job not found", "Unexpected response code: 404 (job not found)")]
    [InlineData(500, "1 error occurred:\n\t* Missing job ID\n", "Unexpected response code: 500 (1 error occurred:\n\t* Missing job ID)")]
    [InlineData(403, "Permission denied", "Unexpected response code: 403 (Permission denied)")]
    public async Task A_refusal_has_the_words_scripts_know(int status, string body, string message)
    {
        await using var agent = ListeningAgent.OnPort(body, status);
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        var problem = await Assert.ThrowsAsync<NomadApiException>(() => client.Jobs.GetAsync("web"));
        Assert.Equal(message, problem.Message);
        Assert.Equal(status, problem.StatusCode);
    }

    [Fact]
    public async Task A_missing_agent_is_named()
    {
        Uri url;
        await using (var agent = ListeningAgent.OnPort(""))
            url = agent.Url;
        using var client = new NomadClient(new NomadAddress { Url = url });
        var problem = await Assert.ThrowsAsync<NomadConnectionException>(() => client.Nodes.ListAsync());
        Assert.Equal($"Get \"http://127.0.0.1:{url.Port}/v1/nodes\": dial tcp 127.0.0.1:{url.Port}: connect: connection refused", problem.Message);
    }

    [Fact]
    public async Task Basic_authentication_goes_along()
    {
        await using var agent = ListeningAgent.OnPort("[]");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url, BasicAuthentication = "user:pass" });
        await client.Nodes.ListAsync();
        Assert.Contains("Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user:pass")) + "\r\n", agent.Requests[0]);
    }

    [Fact]
    public async Task A_socket_file_is_an_address_too()
    {
        var path = Path.Combine(Path.GetTempPath(), "api-" + Path.GetRandomFileName());
        await using (var agent = ListeningAgent.OnFile(path, "[]"))
        {
            using var client = new NomadClient(new NomadAddress { Url = NomadAddress.ParseUrl("unix://" + path) });
            Assert.Empty((await client.Evaluations.ListAsync()).Value);
            Assert.StartsWith("GET /v1/evaluations HTTP/1.1\r\n", agent.Requests[0]);
        }
        File.Delete(path);
    }

    [Fact]
    public async Task Logs_come_as_raw_bytes()
    {
        await using var agent = ListeningAgent.OnPort("hello\n");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        await using var stream = await client.Allocations.LogsAsync("id", "server", "stdout", new StreamPosition("end", 10, true));
        Assert.Equal("hello\n", await new StreamReader(stream).ReadToEndAsync());
        var target = agent.Requests[0].Split(' ')[1];
        Assert.StartsWith("/v1/client/fs/logs/id?", target);
        foreach (var part in new[] { "origin=end", "offset=10", "follow=true", "task=server", "type=stdout", "plain=true" })
            Assert.Contains(part, target);
    }

    [Fact]
    public async Task Frames_are_read_one_by_one_without_the_empty_ones()
    {
        var text = """{}{"Offset":5,"Data":"aGVsbG8=","File":"f"}""" + "\n" + """{"File":"f","FileEvent":"file deleted"}""";
        var frames = new List<StreamFrame>();
        await foreach (var frame in FramedStream.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))))
            frames.Add(frame);
        Assert.Equal(2, frames.Count);
        Assert.Equal("hello", Encoding.UTF8.GetString(frames[0].Data!));
        Assert.Equal("file deleted", frames[1].FileEvent);
    }

    [Fact]
    public async Task Events_come_in_batches_and_heartbeats_are_passed_over()
    {
        await using var agent = ListeningAgent.OnPort("""{"Index":3,"Events":[{"Topic":"Job","Type":"JobRegistered","Key":"web"}]}""" + "\n{}\n" + """{"Index":4,"Events":[{"Topic":"Node"}]}""" + "\n");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        var indexes = new List<ulong>();
        await foreach (var batch in client.Events.StreamAsync(["Job:web", "Node"], 2))
            indexes.Add(batch.Index);
        Assert.Equal([3, 4], indexes);
        Assert.StartsWith("GET /v1/event/stream?topic=Job%3Aweb&topic=Node&index=2 HTTP/1.1\r\n", agent.Requests[0]);
    }

    [Fact]
    public async Task A_search_asks_for_a_prefix_in_a_context()
    {
        await using var agent = ListeningAgent.OnPort("""{"Matches":{"jobs":["web"]},"Truncations":{"jobs":false},"Index":3}""");
        using var client = new NomadClient(new NomadAddress { Url = agent.Url });
        SearchResponse found = (await client.Operator.SearchAsync("we", "jobs")).Value;
        Assert.Equal(["web"], found.Matches!["jobs"]);
        Assert.Contains("\"Prefix\":\"we\"", agent.Requests[0]);
    }
}
