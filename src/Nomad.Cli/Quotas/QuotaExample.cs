using Nomad.Cli.Invocation;

namespace Nomad.Cli.Quotas;

/// <summary>The quota that <c>quota init</c> writes.</summary>
internal static class QuotaExample
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

    public static SpecExample Texts { get; } = new("quota", "spec", Hcl, Json);
}
