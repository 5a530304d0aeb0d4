"""Pages about people that allauth does not bring, by subject."""
