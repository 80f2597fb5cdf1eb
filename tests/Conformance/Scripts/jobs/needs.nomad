job "needs" {
  group "app" {
    depends_on {
      job       = "batch"
      condition = "complete"
    }

    task "t" {
      driver = "raw_exec"

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
