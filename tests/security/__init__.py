"""Attacks that the product has to bear, and rules of its code that keep them away."""
