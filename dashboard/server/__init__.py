"""Routes, middleware, what starts with the server, live pages."""
