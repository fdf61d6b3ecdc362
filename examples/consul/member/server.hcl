# What all servers have in common; start-server writes what only one of them knows.
server               = true
data_dir             = "/var/lib/consul"
client_addr          = "0.0.0.0"
disable_update_check = true

# A server that is stopped stays a peer of raft, which it is again at once when it is back with its data.
leave_on_terminate      = false
skip_leave_on_interrupt = true

autopilot {
  # Otherwise one of three that is gone for some seconds is no peer any more. Read when the first leader is elected; later
  # "consul operator autopilot set-config" changes it.
  min_quorum = 3
}

performance {
  # As quick as production servers may be: an election begins after a second without a leader.
  raft_multiplier = 1
}

limits {
  http_max_conns_per_client = 200
}
