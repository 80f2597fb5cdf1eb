name        = "small"
description = "one allocation"

limit {
  region = "global"

  region_limit {
    allocations = 1
    memory      = 5000
  }
}
