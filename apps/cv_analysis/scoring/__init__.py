"""Scores of CVs and their matches with jobs: pure functions over findings and text, the same tomorrow as today."""
