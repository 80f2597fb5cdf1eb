using Nomad.Cli.Jobs;
using Nomad.Cli.Output;
using Nomad.Model.Diffs;

namespace Nomad.Cli.Tests.Jobs;

public sealed class Job_diffs
{
    [Fact]
    public void Names_stand_in_columns_and_markers_before_them()
    {
        var diff = new JobDiff
        {
            Type = "Edited", ID = "web",
            Fields = [Field("Added", "Meta[owner]", "", "nobody"), Field("Edited", "Priority", "50", "60")],
            Objects = [Object("Added", "Datacenters", [Field("Added", "Datacenters", "", "dc2"), Field("None", "Datacenters", "dc1", "dc1")])],
            TaskGroups =
            [
                new TaskGroupDiff
                {
                    Type = "Edited", Name = "app", Updates = new Dictionary<string, ulong> { ["create/destroy update"] = 1, ["destroy"] = 1 },
                    Fields = [Field("Edited", "Count", "2", "1", "forces destroy")],
                    Objects =
                    [
                        Object("Edited", "RestartPolicy", [Field("Edited", "Attempts", "1", "2"), Field("None", "Mode", "fail", "fail")]),
                        new ObjectDiff
                        {
                            Type = "Added", Name = "Network", Fields = [Field("Added", "MBits", "", "0"), Field("None", "Mode", "", "")],
                            Objects = [Object("Added", "Dynamic Port", [Field("Added", "Label", "", "http")])],
                        },
                    ],
                    Tasks =
                    [
                        new TaskDiff { Type = "Added", Name = "helper", Annotations = ["forces create/destroy update"] },
                        new TaskDiff
                        {
                            Type = "Edited", Name = "server", Annotations = ["forces create/destroy update"], Fields = [Field("Added", "Env[COLOR]", "", "blue")],
                            Objects = [Object("Edited", "Config", [Field("None", "args[0]", "-c", "-c"), Field("Edited", "args[1]", "a", "b")])],
                        },
                    ],
                },
                new TaskGroupDiff
                {
                    Type = "Added", Name = "cache", Updates = new Dictionary<string, ulong> { ["create"] = 1 },
                    Tasks = [new TaskDiff { Type = "Added", Name = "store", Annotations = ["forces create"] }],
                },
            ],
        };
        Assert.Equal("""
            +/- Job: "web"
            +   Meta[owner]: "nobody"
            +/- Priority:    "50" => "60"
            +   Datacenters {
                + Datacenters: "dc2"
                  Datacenters: "dc1"
                }
            +/- Task Group: "app" (1 create/destroy update, 1 destroy)
              +/- Count: "2" => "1" (forces destroy)
              +/- RestartPolicy {
                +/- Attempts: "1" => "2"
                    Mode:     "fail"
                  }
              +   Network {
                  + MBits: "0"
                    Mode:  ""
                  + Dynamic Port {
                    + Label: "http"
                    }
                  }
              +   Task: "helper" (forces create/destroy update)
              +/- Task: "server" (forces create/destroy update)
                +   Env[COLOR]: "blue"
                +/- Config {
                      args[0]: "-c"
                  +/- args[1]: "a" => "b"
                    }

            +   Task Group: "cache" (1 create)
                + Task: "store" (forces create)
            """, new JobDiffText(default, verbose: false).Of(diff));
    }

    [Fact]
    public void A_new_job_shows_its_groups_and_tasks()
    {
        var diff = new JobDiff
        {
            Type = "Added", ID = "web", Fields = [Field("Added", "Priority", "", "50")],
            TaskGroups = [new TaskGroupDiff { Type = "Added", Name = "app", Updates = new Dictionary<string, ulong> { ["create"] = 2 }, Tasks = [new TaskDiff { Type = "Added", Name = "server", Annotations = ["forces create"] }] }],
        };
        Assert.Equal("+ Job: \"web\"\n+ Task Group: \"app\" (2 create)\n  + Task: \"server\" (forces create)", new JobDiffText(default, verbose: false).Of(diff));
    }

    [Fact]
    public void An_unchanged_job_shows_names_only()
    {
        var diff = new JobDiff
        {
            Type = "None", ID = "web",
            TaskGroups = [new TaskGroupDiff { Type = "None", Name = "app", Updates = new Dictionary<string, ulong> { ["ignore"] = 2 }, Tasks = [new TaskDiff { Type = "None", Name = "server" }] }],
        };
        Assert.Equal("Job: \"web\"\nTask Group: \"app\" (2 ignore)\n  Task: \"server\"", new JobDiffText(new Paint(false), verbose: false).Of(diff));
    }

    private static FieldDiff Field(string type, string name, string before, string after, params string[] annotations) =>
        new() { Type = type, Name = name, Old = before, New = after, Annotations = annotations };

    private static ObjectDiff Object(string type, string name, FieldDiff[] fields) => new() { Type = type, Name = name, Fields = fields };
}
