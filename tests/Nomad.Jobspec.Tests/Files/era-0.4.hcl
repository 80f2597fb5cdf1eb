job "old" {
  datacenters = "dc1"
  type = "batch"
  periodic { enabled = 1 cron = "*/15 * * * * *" prohibit_overlap = "true" }
  meta { a = "1" }
  meta { b = 2 }
  "task" "web" {
    "driver" = "exec"
    config = { command = "/bin/true" }
    service {
      name = "${TASKGROUP}-web" tags = ["global", "v1"] port = "http"
      check { name = "alive" type = "http" path = "/" interval = 10 timeout = "2s" initial_status = "passing" }
    }
    logs { max_files = 3, max_file_size = "5" }
    artifact {
      source = "https://example.com/a.zip"
      options { checksum = "md5:d41d8cd98f00b204e9800998ecf8427e" }
    }
    template {
      data = <<EOH
key={{ key "x" }} ${attr.arch}
EOH
      destination = "local/file"
    }
    resources {
      network {
        port "http" {}
        port "adm" { static = 9000 }
      }
    }
  }
}
