"""What templates of code assessment need."""
