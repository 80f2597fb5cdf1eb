job "pretend" {
  group "g" {
    restart {
      attempts = 0
      mode     = "fail"
    }
    reschedule {
      attempts  = 0
      unlimited = false
    }
    task "told" {
      driver = "mock_driver"

      config {
        run_for       = "1h"
        stdout_string = "a task's words\n"

        exec_command {
          stdout_string          = "a command's words\n"
          stdout_repeat          = 1
          stdout_repeat_duration = "10ms"
          stderr_string          = "a command's complaint\n"
          exit_code              = 7
        }
      }
      resources {
        cpu    = 20
        memory = 20
      }
    }
    task "silent" {
      driver = "mock_driver"

      config {
        run_for    = "1h"
        kill_after = "10ms"
      }
      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
