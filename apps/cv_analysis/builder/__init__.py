"""Makes a CV: its content, its looks, what could be said better. Pure Python: no database, no Django."""
