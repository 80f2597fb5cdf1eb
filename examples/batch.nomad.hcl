# Work that ends: four copies run once each; a copy that fails is tried again.
job "batch" {
  type = "batch"

  group "work" {
    count = 4

    task "sum" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "echo part $NOMAD_ALLOC_INDEX of 4; sleep 3"]
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }
}
