using System.Text;

namespace Nomad.Conformance.Hardship;

/// <summary>Bodies for <c>PUT /v1/jobs</c>.</summary>
internal static class JobDocument
{
    /// <summary>A batch job that ends at once where its datacenter exists.</summary>
    public static StringContent Batch(string id, string datacenter = "dc1") => new($$$"""
        {"Job": {"ID": "{{{id}}}", "Name": "{{{id}}}", "Type": "batch", "Datacenters": ["{{{datacenter}}}"], "TaskGroups": [{"Name": "g", "Count": 1, "Tasks": [
          {"Name": "t", "Driver": "raw_exec", "Config": {"command": "/bin/true"}, "Resources": {"CPU": 1, "MemoryMB": 10}}]}]}}
        """, Encoding.UTF8, "application/json");
}
