using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>Readers of the event stream that take nothing are their own loss: the others go on, and the agent lets go of them.</summary>
public sealed class EventReaderTests
{
    private const int Jobs = 60;

    /// <summary>More than sockets of both sides hold, with all jobs together.</summary>
    private const int JobBytes = 200_000;

    private const string Established = "01";

    [Fact]
    public async Task One_that_takes_nothing_holds_nobody_back_and_is_cut_off()
    {
        await using var agent = await DevAgent.StartAsync();
        var server = new IPEndPoint(IPAddress.Parse(agent.Http.BaseAddress!.Host), agent.Http.BaseAddress.Port);
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await silent.ConnectAsync(server);
        await silent.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/event/stream?topic=Job HTTP/1.1\r\nHost: {server}\r\n\r\n"));
        var own = ((IPEndPoint)silent.LocalEndPoint!).Port;
        Assert.Equal(Established, await StateAsync(server, own));

        using var limit = new CancellationTokenSource(Eventually.Patience);
        using var stream = await agent.Http.GetStreamAsync("/v1/event/stream?topic=Job", limit.Token);
        using var reader = new StreamReader(stream);
        for (var number = 0; number < Jobs; number++)
        {
            using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent(Large(number), Encoding.UTF8, "application/json"), limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await UntilToldAsync(reader, $"large{number}", limit.Token);
        }
        await agent.UntilAsync("the agent lets go of who takes nothing", async () => await StateAsync(server, own) != Established);
        Assert.Equal(HttpStatusCode.OK, (await agent.Http.GetAsync("/v1/jobs", limit.Token)).StatusCode);
    }

    private static async Task UntilToldAsync(StreamReader reader, string job, CancellationToken cancel)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(cancel) ?? throw new EndOfStreamException($"the stream ended before {job}");
            using var told = JsonDocument.Parse(line);
            if (told.RootElement.TryGetProperty("Events", out var events) && events.EnumerateArray().Any(each => each.GetProperty("Key").GetString() == job))
                return;
        }
    }

    /// <summary>A job that only waits for a dispatch.</summary>
    private static string Large(int number) => $$$"""
        {"Job":{"ID":"large{{{number}}}","Name":"large{{{number}}}","Type":"batch","Datacenters":["*"],"ParameterizedJob":{},"Meta":{"text":"{{{new string('x', JobBytes)}}}"},
        "TaskGroups":[{"Name":"g","Count":1,"Tasks":[{"Name":"t","Driver":"raw_exec","Config":{"command":"/bin/true"}}]}]}}
        """;

    /// <summary>State of the server's side of a connection in the kernel's table, "" when it is not there any more (proc(5), /proc/net/tcp).</summary>
    private static async Task<string> StateAsync(IPEndPoint server, int port)
    {
        foreach (var line in await File.ReadAllLinesAsync("/proc/net/tcp"))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[1].EndsWith($":{server.Port:X4}", StringComparison.Ordinal) && fields[2].EndsWith($":{port:X4}", StringComparison.Ordinal))
                return fields[3];
        }
        return "";
    }
}
