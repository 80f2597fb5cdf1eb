# Groups that start in order: "web" only when every allocation of "db" is healthy. Watch it with `nomad job explain order`.
job "order" {
  group "db" {
    task "serve" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["600"]
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }

  group "web" {
    depends_on {
      group     = "db"
      condition = "healthy"
    }

    task "serve" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["600"]
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }
}
