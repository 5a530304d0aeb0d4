"""The coach: what a language model is told of a finished interview, and what of its answer is shown."""
