import subprocess
import sys

HEAVY = ["bs4", "lxml", "trafilatura", "pathspec", "charset_normalizer"]


def test_reader_import_loads_no_heavy_package() -> None:
    """Looking whether seeds changed loads none of the libraries that reading them may need."""
    code = (
        "import sys, pathlib, searcher.corpus.reader as reader\n"
        "list(reader.find_seeds(pathlib.Path('.')))\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    # without site-packages' start-up files, which may load anything
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
