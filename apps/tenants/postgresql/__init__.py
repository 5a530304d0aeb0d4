"""The database backend: django-tenants' own, which sets the search path only when it changes."""
