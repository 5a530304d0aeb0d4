"""Tasks that only the benchmark of the queue runs, in a queue of their own that no other worker serves."""
