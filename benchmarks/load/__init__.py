"""The product under mixed load: `make load` starts one of its own, asks it, and prints what that cost."""
