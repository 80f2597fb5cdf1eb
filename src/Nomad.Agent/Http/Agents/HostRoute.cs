using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Nomad.Agent.Http.Routing;
using Nomad.Client.Stats;

namespace Nomad.Agent.Http.Agents;

/// <summary><c>/v1/agent/host</c>: the machine as an operator who looks for a fault wants to see it. Secrets in the environment are left out.</summary>
internal sealed class HostRoute(AgentServices services)
{
    private const int LargestFile = 64 * 1024;
    private static readonly string[] Secret = ["TOKEN", "SECRET", "PASSWORD", "LICENSE", "CREDENTIAL", "KEY"];

    public IEnumerable<Route> All => [new(Verbs.Get, "/v1/agent/host", Access.To(AccessKind.Agent, "read"), AnswerAsync)];

    private Task AnswerAsync(ApiCall call)
    {
        if (!services.Configuration.EnableDebug)
            throw new HttpFailure(403, "Permission denied");
        if (call.Text("node_id").Length > 0 && call.Text("server_id").Length > 0)
            throw HttpFailure.BadRequest("Can only forward to either client node or server");
        var remote = call.Text("node_id").Length > 0 || call.Text("server_id").Length > 0;
        MonitorRoute.RequireLocal(call, services);
        var host = Read();
        return call.JsonAsync(remote ? new JsonObject { ["AgentID"] = services.Client?.NodeId ?? services.Configuration.NodeName, ["HostData"] = host } : host, AgentJson.Default.JsonObject);
    }

    private JsonObject Read() => new()
    {
        ["OS"] = RuntimeInformation.OSDescription,
        ["Network"] = new JsonArray([.. NetworkInterface.GetAllNetworkInterfaces().Select(Shape)]),
        ["ResolvConf"] = Text("/etc/resolv.conf"),
        ["Hosts"] = Text("/etc/hosts"),
        ["Environment"] = new JsonObject(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (JsonNode?)JsonValue.Create(Shown((string)entry.Key, (string?)entry.Value ?? ""))))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)),
        ["Disk"] = Disks(),
    };

    private static JsonNode Shape(NetworkInterface each) => new JsonObject
    {
        ["name"] = each.Name,
        ["mac"] = string.Join(':', each.GetPhysicalAddress().GetAddressBytes().Select(part => part.ToString("x2"))),
        ["addresses"] = string.Join(", ", each.GetIPProperties().UnicastAddresses.Select(address => $"{address.Address}/{address.PrefixLength}")),
    };

    private JsonObject Disks()
    {
        var disks = new JsonObject();
        foreach (var folder in new[] { "/", services.Configuration.DataDir }.Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal))
        {
            if (DiskSpace.Of(folder) is { } space)
                disks[folder] = new JsonObject { ["DiskMB"] = space.TotalBytes >> 20, ["UsedMB"] = space.UsedBytes >> 20 };
        }
        return disks;
    }

    private static string Shown(string name, string value) =>
        Secret.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "<redacted>" : value;

    private static string Text(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[Math.Min(stream.Length, LargestFile)];
            return System.Text.Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }
}
