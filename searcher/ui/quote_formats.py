"""Renderers of quotations for programs: JSON and CSV, a contract as that of `searcher.ui.formats`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from searcher.query.quotations import Quotation, Quotations
from searcher.ui.formats import SCHEMA_VERSION, dump

CSV_COLUMNS = ("speaker", "text", "source", "date", "headline", "doc_id", "path", "start", "end")


def quotations_json(found: Quotations) -> str:
    """Quotations as one JSON object."""
    quotations = [
        {**{name: getattr(one, name) for name in CSV_COLUMNS}, "highlights": one.highlights} for one in found
    ]
    notes = [note._asdict() for note in found.notes]
    return dump({"schema_version": SCHEMA_VERSION, "notes": notes, "quotes": quotations}, indent=2)


def quotations_csv(found: Iterable[Quotation]) -> str:
    """A table of quotations with a line of names; without the last line end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([getattr(one, name) for name in CSV_COLUMNS] for one in found)
    return buffer.getvalue().removesuffix("\n")
