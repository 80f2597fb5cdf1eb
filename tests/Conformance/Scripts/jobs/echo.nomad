job "echo" {
  type = "batch"

  parameterized {
    payload = "optional"
  }

  group "g" {
    task "t" {
      driver = "raw_exec"

      config {
        command = "/bin/echo"
        args    = ["heard"]
      }

      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
