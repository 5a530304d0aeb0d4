"""Judges in a process of its own, which knows the broker and nothing else: no database, no keys, no settings."""
