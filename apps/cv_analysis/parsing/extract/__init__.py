"""Turns the bytes of a file into pages of text.

Nothing outside this folder is imported: `child.py` starts it as a package of its own in a process that has no Django,
no environment and no right to open a file.
"""
