"""Is the order right? Runs and judgments → measures, and what of a difference is chance.

A *topic* is a query that somebody judged answers for, *qrels* are those judgments, a *run* is what a
system answered. `files`, `topics`, `qrels` and `runs` read and write them, `measures` defines the
numbers, `judging` takes them of a run, `comparing` sets two runs side by side. Nothing here knows an
index: a run comes from anything that ranks.
"""
