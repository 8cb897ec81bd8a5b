"""The five articles the project began with, judged by hand: who and what they name (photo credits aside)."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher.corpus.entities import group, load_recogniser

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
FLOOR = 0.85

JUDGED: dict[str, dict[str, str]] = {
    "000": {
        "person": "Ramzan Kadyrov, Vladimir Putin, Vyacheslav Gladkov, Tatiana Barybina, Volodymyr Zelensky, "
        "Yevgeny Prigozhin, Jon Jackson",
        "organisation": "Russian Volunteer Corps, Freedom for Russia Legion, Telegram, Kremlin, "
        "Wagner Group, Council on Interethnic Relations, Stavropol Territory Press Service, Sputnik, "
        "AFP, Getty, Newsweek, "
        "Russian University of Special Forces, Institute for the Study of War, "
        "Russian Ministry of Foreign Affairs",
        "place": "Chechen Republic, Belgorod, Ukraine, Kyiv, Russia, Pyatigorsk, Stavropol Krai, Mariupol, "
        "Chechnya, Donetsk, Bakhmut, New York",
    },
    "001": {
        "person": "Ramzan Kadyrov, Vladimir Putin, Anton Herashchenko",
        "organisation": "Telegraph, Kremlin",
        "place": "Chechnya, Moscow, Kursk Region, US, Donbas, Ukraine, Grozny, North Caucasus",
    },
    "002": {
        "person": "Ramzan Kadyrov, Vladimir Putin",
        "organisation": "Telegram, Russian Defense Ministry, Kremlin, Moscow Times, "
        "Prosecutor General's Office",
        "place": "Chechnya, Ukraine, Russia, Grozny, Kyiv, Moscow",
    },
    "003": {
        "person": "Ramzan Kadyrov, Sergei Aksyonov, Roman Starovoit, Sergei Nosov",
        "organisation": "Moscow Times, Telegram, Kremlin, RTVI, Prosecutor General's Office",
        "place": "Ukraine, Russia, Crimean peninsula, Kursk, Magadan, Far East",
    },
    "004": {
        "person": "Ramzan Kadyrov, Vladimir Putin, Bashar al-Assad, Dmitry Peskov, Barack Obama, "
        "Oleg Syromolotov, Abu Bakr al-Baghdadi, Omar al-Shishani",
        "organisation": "Kremlin, LifeNews, Islamic State, UN, CNN, Pentagon, Interior Ministry",
        "place": "Syria, Russia, US, Iraq, Europe, Northern Caucasus, North Caucasus, Central Asia, "
        "Chechnya, Middle East, Caucasus",
    },
}


@pytest.mark.parametrize("seed", JUDGED)
def test_tag_seed_finds_whom_it_names(seed: str) -> None:
    """Precision and recall of (name, type) over a whole raw seed, chrome and all, keep above the floor."""
    paths = list(SEEDS.glob(f"{seed}_*.txt"))
    if not paths:
        pytest.skip("the seeds are not here")
    text = paths[0].read_text("utf-8")
    gold = {(name, kind) for kind, names in JUDGED[seed].items() for name in names.split(", ")}
    found = {(name, kind) for name, kind, _ in group(load_recogniser().tag([text])[0])}
    right = len(gold & found)
    assert right / len(found) >= FLOOR, found - gold
    assert right / len(gold) >= FLOOR, gold - found
