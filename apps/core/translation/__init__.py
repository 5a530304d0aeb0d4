"""The texts of the product in other languages: found in the sources, kept in .po files, compiled, and checked."""
