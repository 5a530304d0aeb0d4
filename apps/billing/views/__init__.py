"""Billing's pages, by subject."""
