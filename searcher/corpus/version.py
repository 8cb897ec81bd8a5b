"""What the stages of the corpus make of a seed has a version."""

CORPUS_VERSION = 4
"""Raise with any change after which some seed gives another document, entity or passage: an index made
by another version is rebuilt. It stands in a module of its own because every search compares it, and the
stages themselves are slow to load."""
