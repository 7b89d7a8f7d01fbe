"""From a file to rows: safe opening, headings, cells, faults."""
