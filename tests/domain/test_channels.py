from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import invented
from invented import CHANNELS_TOML, WAR_TOML, write_war
from standoff.domain import war as wars
from standoff.domain.channels import Channels, CountTarget, DeclaredChannel
from standoff.domain.war import War
from standoff.errors import WarDefinitionError

FLOW = """\
[[channel]]
name = "their count of us"
kind = "flow"
quantities = ["losses.personnel_total"]
side = "BB"
source = "economist-area"
reason = "invented"
"""


def of(tmp_path: Path, channels: str) -> War:
    return invented.load(write_war(tmp_path / "own", channels=channels))


def refused(tmp_path: Path, channels: str) -> list[str]:
    """The lines of the error, each without the file's name."""
    with pytest.raises(WarDefinitionError) as caught:
        of(tmp_path, channels)
    start = f"{tmp_path / 'own' / 'channels.toml'}: "
    lines = str(caught.value).split("\n")
    assert all(line.startswith(start) for line in lines)
    assert all(line.endswith((".", "?")) for line in lines)
    return [line.removeprefix(start) for line in lines]


def test_a_war_without_the_file_declares_nothing_and_replays_from_its_start(tmp_path: Path) -> None:
    war = of(tmp_path, "")
    assert war.channels == Channels()
    assert war.backtest_begins == war.start


def test_a_channel_is_read_as_it_is_written(war: War) -> None:
    losses, armour, third = war.channels.declared
    assert losses == DeclaredChannel(
        "general-staff losses", "flow", ("losses.personnel_total",), "AA", "general-staff",
        math.log(1.2), 0.3, 0.01, 0.07, reason="invented",
    )  # fmt: skip
    assert (armour.quantities, armour.bias_sd) == (("losses.tanks", "losses.armour"), math.inf)
    assert (third.kind, third.bias, third.noise) == ("total", 0.0, 0.15)
    assert [own.name for own in war.channels.sources] == ["general-staff", "third-party"]


def test_the_shipped_war_has_a_reason_for_every_channel_and_scores_from_june_2023() -> None:
    war = wars.load("ukraine-2022")
    assert all(channel.reason for channel in war.channels.declared)
    assert {count.target for count in war.channels.forecasts} == {
        "losses.RU.personnel_total", "toll.civilians_killed", "toll.civilians_injured"
    }  # fmt: skip
    assert war.backtest_begins == date(2023, 6, 1)


COUNT = (
    '[[forecast]]\nquantity = "losses.personnel_total"\nside = "BB"\n'
    'source = "economist-area"\nstated_by = "x"\n'
)
FAULTS = {
    "not TOML": ("[[channel]", ["cannot be read"]),
    "unknown quantity": (
        FLOW.replace("personnel_total", "personel_total"),
        ["channel 'their count of us': unknown quantity 'losses.personel_total': did you mean "
         "'losses.personnel_total'?"],
    ),
    "unknown side": (FLOW.replace('"BB"', '"BBB"'), ["unknown side 'BBB': did you mean 'BB'?"]),
    "unknown source": (
        FLOW.replace("economist-area", "economist-aera"),
        ["unknown source 'economist-aera': did you mean 'economist-area'? List it in war.toml, or"],
    ),
    "unknown kind": (FLOW.replace('"flow"', '"flows"'), ["unknown kind 'flows': did you mean 'flow'"]),
    "unknown key": (FLOW + "nois = 0.1\n", ["unknown key 'nois': did you mean 'noise'?"]),
    "unknown table": ("[[chanel]]\nname = 1\n", ["unknown key 'chanel': did you mean 'channel'?"]),
    "a table for a list": ("[channel]\nname = 1\n", ["Write each under [[channel]]."]),
    "a list for a table": ("[[towns]]\n", ["towns is no table. Write it under [towns]."]),
    "text for a number": (FLOW + 'noise = "small"\n', ["noise is 'small'. Write a number like 0.18."]),
    "no number": (FLOW + "bias = nan\n", ["bias is nan. Write a number"]),
    "number below zero": (FLOW + "noise = 0\n", ["noise is 0. Give a number above zero."]),
    "a number that overflows": (
        FLOW + "bias = -1e10\nbias_sd = 1e10\ndrift = inf\nnoise = 1e308\ndof = 1e308\n",
        [f"{key}. Give a number from" for key in
         ("bias is -10000000000.0", "bias_sd is 10000000000.0", "drift is inf", "noise is 1e+308", "dof is 1e+308")],
    ),
    "one quantity twice": (
        FLOW.replace('["losses.personnel_total"]', '["losses.tanks", "losses.tanks"]'),
        ["channel 'their count of us': a quantity stands there twice. Name each once."],
    ),
    "a pole": ("[towns]\nlatitude = 90\n", ["[towns]: latitude is 90. Give one between the poles."]),
    "a forecast that nobody tells": (
        COUNT.replace('source = "economist-area"\n', ""), ["nobody tells it. Name a `source`, or"],
    ),
    "a forecast by a kind of speaker that there is not": (
        COUNT + 'speakers = "mediums"\n', ["unknown kind of speaker 'mediums': did you mean 'media'?"],
    ),
    "a forecast of a side that there is not": (
        COUNT.replace('"BB"', '"XX"'),
        ["forecast 'losses.personnel_total': unknown side 'XX'"],
    ),
    "a forecast of a source that there is not": (
        COUNT.replace("economist-area", "economist-aera"), ["did you mean 'economist-area'? List it"],
    ),
    "one forecast twice": (2 * COUNT, ["two forecasts of losses.BB.personnel_total. Keep one."]),
    "text for a list": (
        FLOW.replace('["losses.personnel_total"]', '"losses.personnel_total"'),
        ["quantities is 'losses.personnel_total'. Write a list like"],
    ),
    "text for a date": ('[backtest]\nbegins = "2023"\n', ["begins is '2023'. Write a date like 2023"]),
    "no name": (FLOW.replace('name = "their count of us"\n', ""), ["'name' is missing. Add it."]),
    "no reason": (FLOW.replace('reason = "invented"\n', ""), ["no reason. Say where"]),
    "no source": (FLOW.replace('source = "economist-area"\n', ""), ["no source. Name the one"]),
    "no side": (FLOW.replace('side = "BB"\n', ""), ["a flow needs a side. Add one of AA, BB."]),
    "the front of the second side": (
        FLOW.replace('"flow"', '"front"'), ["the front is the area of AA. Give that side."],
    ),
    "one series twice": (
        FLOW + FLOW.replace("their count of us", "once more").replace('"flow"', '"total"'),
        ["channels 'their count of us' and 'once more' both feed on losses.personnel_total of BB by "
         "economist-area. Keep one."],
    ),
    "one name twice": (
        FLOW + FLOW.replace("personnel_total", "tanks"), ["two channels named 'their count of us'."],
    ),
    "a map of no source": (
        '[[map]]\nsource = "deepstate"\nkind = "polygons"\n', ["map 'deepstate': unknown source"],
    ),
    "a category of no side": (
        '[[map]]\nsource = "economist-area"\nkind = "settlements"\nmeans = { HELD = "AB" }\n',
        ["HELD: unknown side 'AB'"],
    ),
    "a map that nobody pulls": (
        '[[map]]\nsource = "mine"\nkind = "polygons"\n[sources.mine]\n',
        ["only files that are pulled are drawn."],
    ),
    "several at once": (
        FLOW.replace('"BB"', '"XX"').replace("personnel_total", "tnks") + "[towns]\ncountry = 3\n",
        ["unknown quantity 'losses.tnks'", "unknown side 'XX'", "[towns]: country is 3"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_a_line_with_file_place_and_way_out(fault: str, tmp_path: Path) -> None:
    channels, says = FAULTS[fault]
    lines = refused(tmp_path, channels)
    assert len(lines) == len(says)
    for line, said in zip(lines, says, strict=True):
        assert said in line


def test_a_source_of_ones_own_may_be_declared(tmp_path: Path) -> None:
    own = FLOW.replace("economist-area", "my-count") + '[sources.my-count]\nlicence = "CC0"\n'
    war = of(tmp_path, own)
    assert war.channels.declared[0].source == war.channels.sources[0].name == "my-count"


def test_every_key_of_a_channel_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "add-a-war.md").read_text(encoding="utf-8")
    for entry in fields(DeclaredChannel):
        assert f"`{entry.name}`" in page


def test_a_fault_of_war_toml_comes_before_one_of_the_channels(tmp_path: Path) -> None:
    toml = WAR_TOML.replace("km = 1_000", "km = 0")
    with pytest.raises(WarDefinitionError, match=r"war\.toml"):
        invented.load(write_war(tmp_path / "own", toml, channels="[[channel]"))
    assert CHANNELS_TOML


def test_a_target_of_a_count_is_read_back_from_its_name() -> None:
    target = CountTarget("losses.personnel_total", "AA")
    assert target.name == "losses.AA.personnel_total"
    assert CountTarget.parse(target.name) == target
    assert CountTarget.parse("territory.net_change_km2") is None
    toll = CountTarget("toll.civilians_killed", "")
    assert CountTarget.parse(toll.name) == toll
