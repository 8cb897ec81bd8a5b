"""Reason: what a dropped paragraph is, if not the journalist's. The one list of them."""

from __future__ import annotations

from typing import Final, Literal

Reason = Literal[
    "byline", "caption", "comments", "donation", "headline", "legal", "navigation",
    "newsletter", "promo", "related", "repeated", "share",
]  # fmt: skip

REASONS: Final[dict[Reason, str]] = {
    "byline": "who wrote it and when: bylines, dates, notes about the writer, contacts",
    "caption": "the text under a picture, its credit, the controls of a gallery or player",
    "comments": "prompts to comment, comment forms, readers' comments",
    "donation": "appeals for money and what surrounds them",
    "headline": "the headline, which has a field of its own, or its repetition in the body",
    "legal": "copyright, cookies, privacy, terms, disclosures",
    "navigation": "menus, buttons, and whatever lies outside the article",
    "newsletter": "prompts to sign up for a newsletter",
    "promo": "advertisements, subscriptions, apps, podcasts: the publisher selling itself",
    "related": "links to other articles",
    "repeated": "lines that stand in many documents of the collection",
    "share": "share buttons and prompts to follow",
}
