"""Drawing without a browser or a database: rows in ready words become HTML and SVG, for pages and papers alike."""
