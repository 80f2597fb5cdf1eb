using Nomad.Cli.Invocation;

namespace Nomad.Cli.Quotas;

/// <summary><c>quota init</c>: writes an example to start from.</summary>
public sealed class QuotaInitCommand : Command
{
    private const string Hcl = """
        name        = "default-quota"
        description = "Limit the shared default namespace"

        # One limit for each region. Absent or 0: no limit. Negative: nothing at all.
        limit {
          region = "global"

          region_limit {
            cpu         = 2500
            cores       = 0
            memory      = 1000
            memory_max  = 1000
            allocations = 50

            device "nvidia/gpu" {
              count = 1
            }
          }
        }

        """;

    private const string Json = """
        {
          "Name": "default-quota",
          "Description": "Limit the shared default namespace",
          "Limits": [
            {
              "Region": "global",
              "RegionLimit": {
                "CPU": 2500,
                "Cores": 0,
                "MemoryMB": 1000,
                "MemoryMaxMB": 1000,
                "Allocations": 50,
                "Devices": [ { "Name": "nvidia/gpu", "Count": 1 } ]
              }
            }
          ]
        }

        """;

    public override string Name => "quota init";

    public override string Synopsis => "Create an example quota specification file";

    public override string Usage => "[options] <filename>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes no arguments or one: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("json", "Write JSON.")];

    public override Task<int> RunAsync(CommandCall call)
    {
        var json = call.Flags.Boolean("json");
        var file = call.Arguments.Count == 1 ? call.Arguments[0] : json ? "spec.json" : "spec.hcl";
        if (File.Exists(file))
            throw new CommandFailure($"Quota specification '{file}' already exists");
        File.WriteAllText(file, json ? Json : Hcl);
        call.Line($"Example quota specification written to {file}");
        return Task.FromResult(0);
    }
}
