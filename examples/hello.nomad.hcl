# The smallest service: one process that prints a line every two seconds. See it with: nomad alloc logs -job hello
job "hello" {
  group "say" {
    task "lines" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "i=0; while true; do i=$((i+1)); echo hello $i; sleep 2; done"]
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }
}
