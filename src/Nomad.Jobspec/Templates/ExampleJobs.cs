namespace Nomad.Jobspec.Templates;

/// <summary>Job files to start from.</summary>
public static class ExampleJobs
{
    /// <summary>The example without comments.</summary>
    public const string Short = """
        job "example" {
          type = "service"

          group "cache" {
            network {
              port "db" {
                to = 6379
              }
            }

            task "redis" {
              driver = "docker"

              config {
                image = "redis:7"
                ports = ["db"]
              }

              resources {
                cpu    = 500
                memory = 256
              }
            }
          }
        }

        """;

    /// <summary>The example with a word on each part.</summary>
    public const string Long = """
        # A job says what should run; the servers find nodes for it and keep it running.
        job "example" {
          # service runs until it is stopped; batch runs to its end; system runs on every node.
          type = "service"

          # The tasks of a group share a node, a network and a disk.
          group "cache" {
            # How many copies of the group run.
            count = 1

            network {
              # A free port of the node, joined to port 6379 inside of the container.
              port "db" {
                to = 6379
              }
            }

            # A task that ends badly is started again, this often before the copy counts as failed.
            restart {
              attempts = 2
              interval = "30m"
              delay    = "15s"
              mode     = "fail"
            }

            task "redis" {
              # The driver decides how the task runs: docker, exec, raw_exec, java, qemu.
              driver = "docker"

              config {
                image = "redis:7"
                ports = ["db"]
              }

              # What is set aside for the task: MHz and MB.
              resources {
                cpu    = 500
                memory = 256
              }
            }
          }
        }

        """;

    public static IReadOnlyList<string> Names { get; } = ["example", "short"];

    public static string? Find(string name) => name switch
    {
        "example" => Long,
        "short" => Short,
        _ => null,
    };
}
