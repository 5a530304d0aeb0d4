"""Writes clients of the API from its description: a typed one in Python and a collection for Postman."""
