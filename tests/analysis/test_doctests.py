from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import searcher.analysis

MODULES = [module.name for module in pkgutil.iter_modules(searcher.analysis.__path__, "searcher.analysis.")]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    """What a docstring shows as an example is what happens."""
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0
    assert tried > 0
