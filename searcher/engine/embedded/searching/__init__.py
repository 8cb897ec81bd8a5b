"""Query nodes → the best documents of some segments, and where the query stands in them."""
