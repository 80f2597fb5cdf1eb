job "batch" {
  datacenters = ["dc1"]
  type        = "batch"

  group "work" {
    task "lines" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo line $i; done; echo oops >&2"]
      }

      resources {
        cpu    = 50
        memory = 32
      }
    }
  }
}
