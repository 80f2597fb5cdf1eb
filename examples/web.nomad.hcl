# Two web servers on free ports, known by name in service discovery and checked over HTTP.
# An update replaces one after the other and goes back by itself when the new one is not healthy.
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

    service {
      name     = "web"
      provider = "nomad"
      port     = "http"

      check {
        type     = "http"
        path     = "/"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "server" {
      driver = "raw_exec"

      config {
        command = "/usr/bin/python3"
        args    = ["-m", "http.server", "${NOMAD_PORT_http}", "--directory", "${NOMAD_TASK_DIR}"]
      }

      template {
        destination = "local/index.html"
        data        = "<h1>Hello from {{ env \"NOMAD_ALLOC_NAME\" }}</h1>\n"
      }

      resources {
        cpu    = 50
        memory = 64
      }
    }
  }
}
