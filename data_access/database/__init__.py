"""The database: engine, snapshot, stamp, days, and the schema with its migrations."""
