# The first releases: lists of ports, references without braces, several settings on a line, disk in the task.
job "my-app" {
  region      = "global"
  datacenters = ["dc1", "dc2"]
  type        = "service"
  priority    = 60
  all_at_once = false

  update { stagger = "30s" max_parallel = 1 }

  constraint {
    attribute = "$attr.kernel.os"
    value = "linux"
  }

  constraint { distinct_hosts = false }

  meta { "owner.team" = "web" }

  group "api" {
    count = "2"

    restart { interval = "5m" attempts = 10 delay = "25s" on_success = true }

    constraint { distinct_hosts = "true" }

    task "server" {
      driver = "docker"
      config {
        image = "web:1"
        port_map = { http = 80 }
      }
      env { "LOG-LEVEL" = "info" MODE = "a ${attr.arch} b" }
      constraint { attribute = "$node.datacenter" value = "dc1" }
      resources {
        cpu = 0x1F4
        memory = 128
        disk = 200
        iops = 10
        network {
          mbits = "20"
          reserved_ports = [22, "8080"]
          dynamic_ports = ["http", "admin"]
        }
      }
    }

    task "helper" {
      driver = "exec"
      config { command = "/bin/date" args = ["+%s"] }
      kill_timeout = 20
      resources { cpu = 100 memory = 64 disk = 300 }
    }
  }
}
