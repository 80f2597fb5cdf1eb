using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Simulation.Workload;

/// <summary>The jobs that users submit in a simulation. The number of the write travels in the job's meta.</summary>
internal static class JobDocuments
{
    public const string Space = "default";

    /// <summary>Key of the write's number in the meta.</summary>
    public const string Write = "write";

    public static readonly IReadOnlyList<(string Id, string Type, bool Deploys, bool Canary)> Jobs =
    [
        ("web", "service", true, false), ("api", "service", true, true), ("plain", "service", false, false),
        ("crunch", "batch", false, false), ("agent", "system", true, true),
    ];

    /// <summary>The job that all want: one without deployments, which would refuse to be scaled.</summary>
    public const int Contended = 2;

    /// <summary>The write that a job is of; 0 when there is none or it is stopped.</summary>
    public static int WriteOf(Job? job) =>
        job is { Stop: false } && job.Meta.OrEmpty().GetValueOrDefault(Write) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>What a job has when so many are asked for: of a system job there is one a node.</summary>
    public static int CountOf(int job, int count) => Jobs[job].Type == "system" ? 1 : count;

    public static JsonObject Of(int job, int write, int count, int cpu)
    {
        var (id, type, deploys, canary) = Jobs[job];
        var update = deploys
            ? $$""","Update":{"MaxParallel":1,"MinHealthyTime":200000000,"HealthyDeadline":20000000000,"ProgressDeadline":40000000000,"Canary":{{(!canary ? 0 : type == "system" ? 50 : 1)}},"AutoPromote":{{(canary ? "true" : "false")}}}"""
            : type == "service" ? ""","Update":{"MaxParallel":0}""" : "";
        var restart = type is "service" or "batch" ? ""","ReschedulePolicy":{"Delay":5000000000,"DelayFunction":"constant","Attempts":0,"Interval":0,"Unlimited":true}""" : "";
        return JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "ID": "{{id}}", "Name": "{{id}}", "Type": "{{type}}", "Datacenters": ["dc1"], "Namespace": "{{Space}}", "Region": "global",
              "Meta": { "{{Write}}": "{{write}}" }{{update}},
              "TaskGroups": [ { "Name": "g", "Count": {{CountOf(job, count)}}{{restart}},
                "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
                "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Env": { "CPU": "{{cpu}}" },
                  "Resources": { "CPU": {{cpu}}, "MemoryMB": 64 } } ] } ]
            }
            """), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
    }
}
