"""Tasks that only tests run; a worker loads them through tests.queue_settings."""
