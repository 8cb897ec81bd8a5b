"""One commit of an index: its folder, lock, MANIFEST and table of contents, opened or refused."""
