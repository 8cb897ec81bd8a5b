"""`python -m searcher` is `searcher`."""

from searcher.ui.cli import main

if __name__ == "__main__":  # worker processes import this module, too, where they cannot be forked
    main(prog_name="searcher")
