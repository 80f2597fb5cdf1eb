job "hours" {
  group "g" {
    task "t" {
      driver = "raw_exec"

      # Hours that opened once, in a year gone by.
      schedule {
        cron {
          start    = "0 9 1 1 * 2020"
          end      = "30 17"
          timezone = "Europe/Berlin"
        }
      }
      config {
        command = "sleep"
        args    = ["600"]
      }
      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
