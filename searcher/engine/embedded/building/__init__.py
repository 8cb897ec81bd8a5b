"""Documents → a segment file, by arrays."""
