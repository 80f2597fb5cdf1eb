using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Admission;

namespace Nomad.Jobspec.Decoding;

/// <summary>Forms of the files of 0.1 to 0.4 that mean something else today.</summary>
internal static class LegacyShape
{
    /// <summary>A task's <c>resources { disk }</c> was its own; groups have had the disk since 0.5, so it is the sum that they need.</summary>
    public static void MoveDisk(JsonObject group)
    {
        var total = 0L;
        foreach (var resources in group.Objects("Tasks").Select(task => task.Object("Resources")).OfType<JsonObject>())
        {
            if (resources["DiskMB"] is not { } disk || disk.GetValue<long>() <= 0)
                continue;
            total = total > long.MaxValue - disk.GetValue<long>() ? long.MaxValue : total + disk.GetValue<long>();
            resources["DiskMB"] = null;
        }

        if (total > 0 && group.Object("EphemeralDisk") is null)
            group["EphemeralDisk"] = new JsonObject { ["Sticky"] = null, ["Migrate"] = null, ["SizeMB"] = total };
    }

    /// <summary><c>distinct_hosts = false</c> was how one wrote that there is no such constraint.</summary>
    public static void DropFalseDistinctHosts(JsonObject job)
    {
        foreach (var owner in job.Objects("TaskGroups").SelectMany(group => group.Objects("Tasks").Prepend(group)).Prepend(job))
        {
            if (owner["Constraints"] is not JsonArray list)
                continue;
            foreach (var constraint in list.OfType<JsonObject>().Where(constraint => constraint.Text(":distinct_hosts") == "false").ToList())
                list.Remove(constraint);
            if (list.Count == 0)
                owner["Constraints"] = null;
        }
    }

    /// <summary>
    /// <c>reserved_ports = [22]</c> and <c>dynamic_ports = ["http"]</c> of 0.1 as port blocks; a reserved port is labelled by its number.
    /// </summary>
    public static HclBody ExpandPorts(HclBody network)
    {
        var blocks = network.Blocks.ToList();
        foreach (var attribute in network.Attributes)
        {
            if (attribute.Name is "reserved_ports" or "dynamic_ports" && attribute.Value.Core is HclTupleLiteral list)
                blocks.AddRange(list.Items.Select(item => Port(attribute, item)).OfType<HclBlock>());
        }

        return new HclBody([.. network.Attributes.Where(attribute => attribute.Name is not ("reserved_ports" or "dynamic_ports") || attribute.Value.Core is not HclTupleLiteral)],
            blocks, network.Range, network.Syntax);
    }

    private static HclBlock? Port(HclAttribute attribute, HclExpression item)
    {
        if (item is not HclLiteral { Value.Kind: HclValueKind.String or HclValueKind.Number } literal)
            return null;
        var label = literal.Value.Kind == HclValueKind.String ? literal.Value.AsString : literal.Value.AsNumber.ToString();
        var inner = new HclBody(attribute.Name == "reserved_ports" ? [attribute with { Name = "static", Value = literal }] : [], [], item.Range, HclSyntax.Legacy);
        return new HclBlock("port", [label], inner) { DefinitionRange = attribute.NameRange, TypeRange = attribute.NameRange };
    }
}
