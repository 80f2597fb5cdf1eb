# Two web servers on free ports, each with a page written from a template. Their addresses: nomad job allocs web, nomad alloc status ID.
# An update replaces one after the other and goes back by itself when the new one is not healthy, that is when its task does not stay up.
job "web" {
  update {
    max_parallel     = 1
    min_healthy_time = "5s"
    auto_revert      = true
  }

  group "site" {
    count = 2

    network {
      port "http" {}
    }

    task "server" {
      driver = "raw_exec"

      config {
        command = "/bin/busybox"
        args    = ["httpd", "-f", "-p", "${NOMAD_PORT_http}", "-h", "${NOMAD_TASK_DIR}"]
      }

      template {
        destination = "local/index.html"
        data        = "<h1>Hello from Nomad</h1>\n"
      }

      resources {
        cpu    = 50
        memory = 64
      }
    }
  }
}
