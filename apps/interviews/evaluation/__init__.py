"""What an answer is worth against what a good one says: pure functions, no database, no network."""
