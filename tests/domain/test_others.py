"""`[others]` of war.toml: states and bodies that speak, mediate or give."""

from __future__ import annotations

from pathlib import Path

import pytest

import invented
from invented import WAR_TOML, write_war
from standoff.errors import WarDefinitionError


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ('others = ["DE"]', "is no table of names"),
        ("[others]\nDE = 5", "is no table of names"),
        ('[others]\nDE = ""', "is no table of names"),
        ('[others]\nAA = "Another Aland"', "names AA, which fights in this war"),
    ],
)
def test_what_is_no_name_or_fights_itself_is_refused(
    tmp_path: Path, others: str, said: str
) -> None:
    toml = f"{WAR_TOML}\n{others}" if others.startswith("[") else f"{others}\n{WAR_TOML}"
    with pytest.raises(WarDefinitionError, match=said):
        invented.load(write_war(tmp_path / "own", toml))


def test_a_name_is_a_party_that_backs_nobody(tmp_path: Path) -> None:
    war = invented.load(write_war(tmp_path / "own", f'{WAR_TOML}\n[others]\nDE = "Dland"'))
    assert war.parties["DE"].name == "Dland"
    assert war.camp("DE") == ""
