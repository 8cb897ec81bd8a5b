"""One segment, read: the file of arrays, its strings, its postings, its documents."""
