"""The marketplace's pages, by subject."""
