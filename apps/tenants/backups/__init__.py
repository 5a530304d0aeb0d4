"""Backups: of everything or of one tenant, sealed by a passphrase, and the way back."""
