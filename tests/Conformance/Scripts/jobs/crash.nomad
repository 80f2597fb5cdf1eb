job "crash" {
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
        run_for           = "1h"
        plugin_exit_after = "100ms"
      }
      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
