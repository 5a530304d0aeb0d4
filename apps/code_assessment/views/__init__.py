"""Pages of code assessment, by subject."""
