"""Segments → one segment file, by arrays, and which are to be merged."""
