"""Looks at programs without running them: their tokens, to compare them by, and notes on their quality."""
