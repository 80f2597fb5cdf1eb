using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Agent.Http.Queries;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Nodes;

namespace Nomad.Agent.Http.Nodes;

/// <summary>How nodes look from outside: without their secret, and with a plain yes or no for "is drained".</summary>
internal static class NodeShapes
{
    public static Listing<Node, NodeListStub> Listing(bool withResources, bool withSystem) => new(
        node => PageKey.ById(node.ID), ModelJson.Default.Node, (node, _) => Stub(node, withResources, withSystem), ModelJson.Default.ListOfNodeListStub);

    public static NodeListStub Stub(Node node, bool withResources, bool withSystem) => new()
    {
        Address = node.HTTPAddr.Contains(':', StringComparison.Ordinal) ? node.HTTPAddr[..node.HTTPAddr.LastIndexOf(':')].Trim('[', ']') : node.HTTPAddr,
        ID = node.ID, Datacenter = node.Datacenter, Name = node.Name, NodePool = node.NodePool, NodeClass = node.NodeClass,
        Version = node.Attributes.OrEmpty().GetValueOrDefault("nomad.version", ""), Drain = node.DrainStrategy is not null,
        SchedulingEligibility = node.SchedulingEligibility, Status = node.Status, StatusDescription = node.StatusDescription, Drivers = node.Drivers,
        HostVolumes = node.HostVolumes, NodeResources = withResources ? node.NodeResources : null, ReservedResources = withResources ? node.ReservedResources : null,
        LastDrain = node.LastDrain, CreateIndex = node.CreateIndex, ModifyIndex = node.ModifyIndex,
        Attributes = withSystem ? node.Attributes.OrEmpty().Where(pair => pair.Key.StartsWith("os.", StringComparison.Ordinal)).ToDictionary() : null,
    };

    public static JsonObject Document(Node node)
    {
        var document = (JsonObject)JsonSerializer.SerializeToNode(node with { SecretID = "" }, ModelJson.Default.Node)!;
        document["Drain"] = node.DrainStrategy is not null;
        return document;
    }
}
