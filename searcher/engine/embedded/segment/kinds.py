"""Kinds: what the facet values of a segment are (`value.kind`); those of a kind stand together."""

from __future__ import annotations

VALUE_KINDS = SOURCE_KIND, ENTITY_KIND, MONTH_KIND, SPEAKER_KIND = range(4)
