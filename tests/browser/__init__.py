"""The product in a real browser: what people do, from the first page to the last."""
