job "web" {
  datacenters = ["dc1"]

  group "app" {
    count = 3

    update {
      min_healthy_time = "100ms"
      healthy_deadline = "20s"
      progress_deadline = "30s"
    }

    task "server" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["300"]
      }

      env {
        GREETING = "hello"
      }

      resources {
        cpu    = 50
        memory = 32
      }
    }
  }
}
