leave_on_interrupt = true
leave_on_terminate = true

atlas {
  join = true
}
