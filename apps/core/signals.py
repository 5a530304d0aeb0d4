"""What happens in the platform's ground floor and is of interest above it."""

from django.dispatch import Signal

# A table of an administration leaves as a file. Sent by its model, with `query`: what the list was narrowed to.
table_exported = Signal()
