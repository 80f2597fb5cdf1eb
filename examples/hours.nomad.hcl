# A task that runs in office hours only. Outside of them its allocation is pending and its task paused:
#   nomad job run examples/hours.nomad.hcl
#   nomad alloc status ALLOCATION
# Let it run now whatever the hour, pause it, or leave it to its schedule again:
#   nomad alloc pause -state run ALLOCATION
#   nomad alloc pause ALLOCATION
#   nomad alloc pause -state scheduled ALLOCATION

job "hours" {
  group "report" {
    task "report" {
      driver = "raw_exec"

      # From each start to the next end (minute and hour). Fields of the start: minute hour day month weekday year.
      schedule {
        cron {
          start    = "0 9 * * MON-FRI *"
          end      = "30 17"
          timezone = "Europe/Berlin"
        }
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "while true; do date; sleep 5; done"]
      }
    }
  }
}
