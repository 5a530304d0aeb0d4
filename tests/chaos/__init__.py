"""Faults done to a running product, each measured beside what is demanded; `make chaos` runs them."""
