"""Marks: HTML and SVG of ours in a page, whose links change the page without loading it anew."""
