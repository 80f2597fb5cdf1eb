namespace Nomad.Conformance.Hardship;

/// <summary>A job of one task, <c>speaker</c>, that runs a command of the shell and is found by its mark.</summary>
internal static class TalkJob
{
    public const string File = "talk.nomad.hcl";

    public static string Text(string mark, string command) => $$"""
        job "talk" {
          group "g" {
            task "speaker" {
              driver       = "raw_exec"
              kill_timeout = "1s"
              env {
                MARK = "{{mark}}"
              }
              config {
                command = "/bin/sh"
                args    = ["-c", "{{command}}"]
              }
              resources {
                cpu    = 20
                memory = 20
              }
            }
          }
        }
        """;
}
