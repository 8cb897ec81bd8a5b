"""`python -m searcher` is `searcher`."""

from searcher.ui.cli import main

main(prog_name="searcher")
