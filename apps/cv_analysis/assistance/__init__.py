"""What a language model may add to a reading, and how it is checked; scores never look at it."""
