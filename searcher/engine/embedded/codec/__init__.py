"""The index as Whoosh sees it: schema, codec, terms, matchers, documents."""
