# A group that runs where another one runs, and away from a noisy job:
#   nomad job run examples/near.nomad.hcl
#   nomad job explain near
# The column "near" of the scores in `nomad alloc status -verbose ALLOCATION` says how much it counted.

job "near" {
  group "cache" {
    task "cache" {
      driver = "raw_exec"
      config {
        command = "/bin/sleep"
        args    = ["1d"]
      }
    }
  }

  group "web" {
    count = 2

    # Only on a node where the cache is. Until there is one, this group waits.
    near {
      group    = "cache"
      required = true
    }

    # Rather not in a rack where anything of the job "batch" runs.
    near {
      job       = "batch"
      attribute = "${meta.rack}"
      weight    = -40
    }

    task "web" {
      driver = "raw_exec"
      config {
        command = "/bin/sleep"
        args    = ["1d"]
      }
    }
  }
}
