"""Judges programs of people nobody knows: in a box, on inputs that enter one at a time, with verdicts that repeat."""
