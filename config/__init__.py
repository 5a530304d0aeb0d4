"""Settings, routes and processes: what ties the apps together; importing it loads nothing."""
