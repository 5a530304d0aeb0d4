"""Starts, watches and stops the embedded engines and the product's own processes; knows nothing of Django."""
