using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nomad.Conformance.Clusters;

/// <summary>As much of a Consul agent as a catalog of services needs: what is registered with it is listed by it, in Consul's JSON.</summary>
internal sealed class CatalogServer : IDisposable
{
    private readonly LoopbackServer server;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, JsonObject> services = new(StringComparer.Ordinal);
    private readonly List<string> requests = [];

    public CatalogServer(int? port = null) => server = new LoopbackServer(Answer, port);

    public int Port => server.Port;

    /// <summary>With this a question is answered; "" = anyone may ask.</summary>
    public string Token { get; init; } = "";

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (gate)
                return [.. requests];
        }
    }

    public IReadOnlyList<JsonObject> Services
    {
        get
        {
            lock (gate)
                return [.. services.Values];
        }
    }

    public void Dispose() => server.Dispose();

    private (int Code, string Text) Answer(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var body = reader.ReadToEnd();
        var path = request.Url!.AbsolutePath;
        lock (gate)
        {
            requests.Add($"{request.HttpMethod} {request.Url.PathAndQuery}");
            if (Token.Length > 0 && request.Headers["X-Consul-Token"] != Token)
                return (403, "Permission denied");
            switch (path)
            {
                case "/v1/catalog/datacenters":
                    return (200, """["dc1"]""");
                case "/v1/agent/services":
                    return (200, new JsonObject(services.Select(service => KeyValuePair.Create(service.Key, (JsonNode?)service.Value.DeepClone()))).ToJsonString());
                case "/v1/agent/service/register" when request.HttpMethod == "PUT":
                    var service = JsonNode.Parse(body)!.AsObject();
                    services[(string)service["ID"]!] = service;
                    return (200, "");
                case var _ when path.StartsWith("/v1/agent/service/deregister/", StringComparison.Ordinal) && request.HttpMethod == "PUT":
                    return services.Remove(path.Split('/')[^1]) ? (200, "") : (404, "Unknown service ID");
                case var _ when path.StartsWith("/v1/catalog/service/", StringComparison.Ordinal):
                    return (200, Rows(path.Split('/')[^1], request.QueryString["tag"]).ToJsonString());
                default:
                    return (404, "");
            }
        }
    }

    private JsonArray Rows(string name, string? tag) =>
    [
        .. services.Values.Where(one => (string?)one["Name"] == name && (tag is null || one["Tags"]!.AsArray().Any(other => (string?)other == tag)))
            .Select(one => new JsonObject
            {
                ["ID"] = "40e4a748-2192-161a-0510-9bf59fe950b5", ["Node"] = "t2", ["Address"] = "127.0.0.1", ["Datacenter"] = "dc1",
                ["TaggedAddresses"] = new JsonObject { ["lan"] = "127.0.0.1" }, ["NodeMeta"] = new JsonObject(),
                ["ServiceID"] = one["ID"]!.DeepClone(), ["ServiceName"] = name, ["ServiceTags"] = one["Tags"]!.DeepClone(),
                ["ServiceAddress"] = one["Address"]!.DeepClone(), ["ServicePort"] = one["Port"]!.DeepClone(), ["ServiceMeta"] = new JsonObject(),
                ["CreateIndex"] = 10, ["ModifyIndex"] = 10,
            }),
    ];
}
