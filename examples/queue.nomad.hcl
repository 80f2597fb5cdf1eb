# A job that is dispatched any number of times, of which two children run at once; the others wait their turn.
#   nomad job run examples/queue.nomad.hcl && for i in 1 2 3 4; do nomad job dispatch -detach queue; done; nomad job status queue
job "queue" {
  type = "batch"

  parameterized {
    concurrency {
      limit    = 2
      overflow = "queue"
    }
  }

  group "work" {
    task "wait" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["5"]
      }

      resources {
        cpu    = 20
        memory = 16
      }
    }
  }
}
