# A batch job that the servers start every minute, but never while the last one still runs.
job "periodic" {
  type = "batch"

  periodic {
    crons            = ["* * * * *"]
    time_zone        = "Europe/Berlin"
    prohibit_overlap = true
  }

  group "tick" {
    task "date" {
      driver = "raw_exec"

      config {
        command = "/bin/date"
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }
}
