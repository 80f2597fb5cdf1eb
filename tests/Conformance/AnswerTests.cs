using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Nomad.Conformance.Answers;

namespace Nomad.Conformance;

/// <summary>Status, headers and bodies of HTTP answers, compared with what existing callers rely on.</summary>
public sealed class AnswerTests(AnsweringAgent answering) : IClassFixture<AnsweringAgent>
{
    private const int TooLarge = 65 * 1024 * 1024;

    private HttpClient Http => answering.Agent.Http;

    [Fact]
    public void A_fresh_agent_answers_with_empty_lists() => AssertNone(answering.FreshProblems);

    [Theory]
    [InlineData("paths and verbs")]
    [InlineData("options of a query")]
    [InlineData("parsing and validating jobs")]
    [InlineData("refused job writes")]
    [InlineData("job writes")]
    [InlineData("job reads")]
    [InlineData("nodes")]
    [InlineData("allocations, evaluations, deployments")]
    [InlineData("files and logs")]
    [InlineData("clients")]
    [InlineData("the agent")]
    [InlineData("the operator")]
    [InlineData("namespaces")]
    public async Task Answers_are_as_the_table_says_about(string section) => AssertNone(await answering.RunAsync(section));

    [Fact]
    public async Task A_blocking_read_returns_after_its_wait()
    {
        var index = await IndexAsync("/v1/namespaces");
        var clock = Stopwatch.StartNew();
        using var response = await Http.GetAsync($"/v1/namespaces?index={index + 1000}&wait=1s");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(950), TimeSpan.FromSeconds(30));
        Assert.True(response.Headers.Contains("X-Nomad-Index"));
    }

    [Fact]
    public async Task A_blocking_read_returns_when_something_changes()
    {
        var index = await IndexAsync("/v1/namespaces");
        var waiting = Http.GetAsync($"/v1/namespaces?index={index}&wait=50s");
        var clock = Stopwatch.StartNew();
        using (var put = await Http.SendAsync(AnsweringAgent.Request("PUT", "/v1/namespace", """{"Name": "blocking"}""")))
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var response = await waiting;
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(40), $"took {clock.Elapsed}");
        Assert.Contains("\"blocking\"", await response.Content.ReadAsStringAsync());
        Assert.True(IndexOf(response) > index);
    }

    [Fact]
    public async Task Pretty_indents_and_ends_the_line()
    {
        var text = await Http.GetStringAsync($"/v1/jobs?prefix={AnsweringAgent.Job}&pretty");
        Assert.StartsWith("[\n    {\n        \"ID\": \"sleeper\",\n", text);
        Assert.EndsWith("\n]\n", text);
        Assert.DoesNotContain("\n", await Http.GetStringAsync($"/v1/jobs?prefix={AnsweringAgent.Job}&pretty=0"));
    }

    [Fact]
    public async Task An_answer_is_compressed_when_asked_for()
    {
        using var request = AnsweringAgent.Request("GET", "/v1/nodes", null);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await Http.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal("Accept-Encoding", string.Join(", ", response.Headers.Vary));
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var nodes = await JsonDocument.ParseAsync(plain);
        Assert.Equal(1, nodes.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/jobs?filter=ID%20%3D%3D%20%22sleeper%22", 1)]
    [InlineData("/v1/jobs?filter=ID%20%3D%3D%20%22other%22", 0)]
    [InlineData("/v1/jobs?filter=any%20TaskGroups%20as%20g%20%7B%20g.Name%20%3D%3D%20%22app%22%20%7D&prefix=sle", 1)]
    [InlineData("/v1/nodes?filter=Name%20matches%20%22host-.%2A%22", 1)]
    [InlineData("/v1/nodes?filter=%22raw_exec%22%20in%20Drivers%20and%20not%20Status%20%3D%3D%20down", 1)]
    public async Task A_filter_chooses(string path, int count)
    {
        using var list = JsonDocument.Parse(await Http.GetStringAsync(path));
        Assert.Equal(count, list.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/jobs?filter=%3D%3D", "failed to create result paginator: ")]
    [InlineData("/v1/nodes?filter=Wheels%20%3D%3D%20%22x%22", "failed to read result page: error finding value in datum: ")]
    public async Task A_bad_filter_is_refused(string path, string start)
    {
        using var response = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Pages_follow_each_other_and_the_last_has_no_token()
    {
        foreach (var name in (string[])["page-1", "page-2", "page-3"])
            (await answering.SendAsync("PUT", "/v1/jobs", answering.Fill("""{"Job": {unplaceable}}""").Replace("\"nowhere\"", $"\"{name}\""))).Dispose();
        var (seen, token) = (new List<string>(), "");
        do
        {
            using var response = await Http.GetAsync($"/v1/jobs?prefix=page-&per_page=2&next_token={token}");
            using var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.InRange(page.RootElement.GetArrayLength(), 1, 2);
            seen.AddRange(page.RootElement.EnumerateArray().Select(job => job.GetProperty("ID").GetString()!));
            token = response.Headers.TryGetValues("X-Nomad-NextToken", out var next) ? next.Single() : "";
            if (seen.Count == 2)
                Assert.Equal("default.page-3", token);
        }
        while (token.Length > 0);
        foreach (var name in seen)
            (await Http.DeleteAsync($"/v1/job/{name}?purge=true")).Dispose();
        Assert.Equal(["page-1", "page-2", "page-3"], seen);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_the_agent_goes_on()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(answering.Agent.Bind, 4646);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /v1/jobs HTTP/1.1\r\nHost: nomad\r\nContent-Length: {TooLarge}\r\nConnection: close\r\n\r\n{{\"Job\": {{"));
            using var limit = new CancellationTokenSource(Eventually.Patience);
            using var reader = new StreamReader(stream);
            Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync(limit.Token));
        }
        Assert.NotEqual("[]", await Http.GetStringAsync("/v1/nodes"));
    }

    // Sent in chunks, so that nothing tells its length before: as large as is read, and larger.
    [Theory]
    [InlineData(63, HttpStatusCode.BadRequest)]
    [InlineData(65, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_huge_body_is_answered_and_the_agent_goes_on(int megabytes, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/jobs") { Content = new HugeText(megabytes), Headers = { TransferEncodingChunked = true } };
        using var answer = await Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.InRange((await answer.Content.ReadAsStringAsync()).Length, 1, 1000);
        Assert.NotEqual("[]", await Http.GetStringAsync("/v1/nodes"));
    }

    /// <summary>A job whose priority is a text of many megabytes.</summary>
    private sealed class HugeText(int megabytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("""{"Job":{"ID":"huge","Priority":" """u8.ToArray());
            var piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'x');
            for (var i = 0; i < megabytes; i++)
                await stream.WriteAsync(piece);
            await stream.WriteAsync(""" "}}"""u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    public static TheoryData<string, string, string> BadBodies()
    {
        var deep = new string('[', 100_000);
        return new TheoryData<string, string, string>
        {
            { "/v1/jobs", """{"Job": {"ID": 7}}""", "ID" },
            { "/v1/jobs", """{"Job": {"ID": "x", "Priority": "high"}}""", "Priority" },
            { "/v1/jobs", """{"Job": {"ID": "x", "TaskGroups": {"Name": "a"}}}""", "TaskGroups" },
            { "/v1/jobs", """{"Job": {"ID": "x", "TaskGroups": [7]}}""", "TaskGroups" },
            { "/v1/jobs", """{"Job": {"ID": "x", "TaskGroups": [{"Name": "a", "Count": "two", "Tasks": []}]}}""", "Count" },
            { "/v1/jobs", """{"Job": {"ID": "x", "Meta": {"a": {}}}}""", "Meta" },
            { "/v1/jobs", """{"Job": []}""", "Job" },
            { "/v1/jobs", """{"Job": {"ID": "x"}, "EnforceIndex": "yes"}""", "EnforceIndex" },
            { "/v1/jobs", """{"Job": {"ID": "x"}, "JobModifyIndex": -1}""", "JobModifyIndex" },
            { "/v1/jobs", "[]", "object" },
            { "/v1/jobs", "\"text\"", "object" },
            { "/v1/jobs", """{"Job": {"ID": "x"}} tail""", "" },
            { "/v1/jobs", "{\"Job\": {\"Meta\": " + deep, "" },
            { "/v1/jobs/parse", deep, "" },
            { "/v1/jobs/parse", """{"JobHCL": 7}""", "JobHCL" },
            { "/v1/jobs/parse", JsonSerializer.Serialize(new { JobHCL = "locals {\n a = local.b\n b = local.a\n}\njob \"x\" {\n meta {\n  c = local.a\n }\n}\n" }), "depends on itself" },
            { "/v1/jobs/parse", JsonSerializer.Serialize(new { JobHCL = "job \"x\" {\n meta {\n  a = " + new string('[', 20_000) + "\n }\n}\n" }), "Nesting too deep" },
            { "/v1/jobs/parse", JsonSerializer.Serialize(new { JobHCL = "job \"x\" {\n" + new string('#', 60 << 20) + "\n}\n" }), "" },
            { "/v1/validate/job", """{"Job": {"ID": "x", "Datacenters": "dc1"}}""", "Datacenters" },
            { "/v1/job/x/plan", """{"Job": {"ID": "x", "Datacenters": [1]}}""", "Datacenters" },
            { "/v1/job/sleeper/scale", """{"Count": "three", "Target": {"Group": "app"}}""", "Count" },
            { "/v1/job/sleeper/scale", """{"Count": 2, "Target": "app"}""", "Target" },
            { "/v1/job/sleeper/evaluate", """{"JobID": 1}""", "JobID" },
            { "/v1/job/sleeper/revert", """{"JobID": "sleeper", "JobVersion": "first"}""", "JobVersion" },
            { "/v1/job/sleeper/stable", """{"JobID": "sleeper", "JobVersion": 0, "Stable": "yes"}""", "Stable" },
            { "/v1/search", """{"Prefix": 7, "Context": "all"}""", "Prefix" },
            { "/v1/namespace", """{"Name": ["a"]}""", "Name" },
            { "/v1/operator/scheduler/configuration", """{"SchedulerAlgorithm": 1}""", "SchedulerAlgorithm" },
            { "/v1/node/00000000-1111-2222-3333-444444444444/drain", """{"DrainSpec": {"Deadline": []}}""", "Deadline" },
        };
    }

    [Theory]
    [MemberData(nameof(BadBodies), DisableDiscoveryEnumeration = true)]
    public async Task A_body_that_does_not_fit_is_refused_with_the_place(string path, string body, string named)
    {
        using var response = await Http.SendAsync(AnsweringAgent.Request("POST", path, body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode} {text}");
        Assert.Contains(named, text);
        Assert.DoesNotContain("   at ", text);
        Assert.DoesNotContain("System.", text);
    }

    [Theory]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/jobs/parse")]
    [InlineData("/v1/validate/job")]
    [InlineData("/v1/job/x/plan")]
    public async Task A_body_of_any_bytes_is_refused(string path)
    {
        var bytes = new byte[4096];
        for (var seed = 0; seed < 20; seed++)
        {
            new Random(seed).NextBytes(bytes);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
            using var response = await Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode} {text}");
            Assert.DoesNotContain("   at ", text);
            Assert.DoesNotContain("System.", text);
        }
    }

    [Theory]
    [InlineData("/v1/search", """{"Prefix": "x", "Prefix": "sle", "Context": "jobs"}""")]
    [InlineData("/v1/validate/job", """{"Job": {"ID": "x", "ID": "y", "Meta": {"a": "1", "a": "2"}}}""")]
    public async Task A_doubled_field_never_breaks_the_agent(string path, string body)
    {
        using var response = await Http.SendAsync(AnsweringAgent.Request("POST", path, body));
        Assert.True((int)response.StatusCode is 200 or 400, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task Head_answers_like_get_without_a_body()
    {
        using var response = await Http.SendAsync(AnsweringAgent.Request("HEAD", "/v1/nodes", null));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.Contains("X-Nomad-Index"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Pages_of_other_origins_may_read_files_and_nothing_else()
    {
        var files = answering.Fill("/v1/client/fs/ls/{allocation}");
        foreach (var (path, allowed) in new[] { (files, "*"), (files + "?path=nothere", "*"), ("/v1/jobs", "") })
        {
            using var request = AnsweringAgent.Request("GET", path, null);
            request.Headers.Add("Origin", "http://elsewhere");
            using var response = await Http.SendAsync(request);
            Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origin) ? origin.Single() : "");
        }
        using var preflight = AnsweringAgent.Request("OPTIONS", files, null);
        preflight.Headers.Add("Origin", "http://elsewhere");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "X-Nomad-Token");
        using var answer = await Http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("GET", answer.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("X-Nomad-Token", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }

    [Fact]
    public async Task The_monitor_streams_frames()
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        using var response = await Http.GetAsync("/v1/agent/monitor?log_level=debug", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        var first = new byte[2];
        await stream.ReadExactlyAsync(first, limit.Token);
        Assert.Contains(Encoding.ASCII.GetString(first), (string[])["{}", "{\""]);
    }

    private async Task<ulong> IndexAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return IndexOf(response);
    }

    private static ulong IndexOf(HttpResponseMessage response) => ulong.Parse(response.Headers.GetValues("X-Nomad-Index").Single());

    private static void AssertNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join('\n', problems));
}
