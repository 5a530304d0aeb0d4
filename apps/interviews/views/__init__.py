"""The pages of interviews, by subject."""
