"""What is not read: texts in other languages, and files of data."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from standoff.reading.input.data_files import kind_of_data
from standoff.reading.input.documents import Failed, documents
from standoff.reading.input.language import ENGLISH, language_of

OTHERS = {
    "Cyrillic script": "За добу знищено 12 танків, повідомив штаб у вівторок увечері.",
    "Arabic script": "قال المسؤول إن القوات انسحبت من المدينة يوم الثلاثاء.",
    "German": "Die Truppen haben sich nach Angaben des Ministeriums aus der Stadt zurückgezogen, und "
    "das ist für die Lage an der Front nicht ohne Folgen.",
    "French": "Les troupes se sont retirées de la ville, selon le ministère, et la ligne de front est "
    "restée la même dans les autres secteurs.",
    "Spanish": "Las tropas se retiraron de la ciudad, según el ministerio, y la línea del frente no "
    "cambió en los demás sectores.",
    "Polish": "Wojska wycofały się z miasta, jak podało ministerstwo, a linia frontu nie zmieniła się "
    "na innych odcinkach i do tej pory jest taka sama.",
}
ENGLISH_TEXTS = (
    "The troops withdrew from the town on Tuesday, the ministry said.",
    "tanks ‒ 10,917 (+6)\ntroop-carrying AFVs ‒ 22,744 (+3)\nartillery systems ‒ 27,933 (+16)",
    "“Слава Україні!” he said. The crowd in the square answered him, and he left the stage at once.",
    "Le Monde and Der Spiegel reported on Friday that the general had been dismissed from his post.",
    "",
)
TABLES = {
    "CSV": "event_id,event_date,country,fatalities\nA1,2022-03-21,Aland,0\nA2,2022-03-22,Aland,36\n",
    "JSON": '{"events": [{"on": "2022-03-21", "dead": 3}]}',
    "XML": '<?xml version="1.0"?><events><event dead="3"/></events>',
}
PROSE = (
    "On Friday, in Port, the army said, two bridges fell.\nOn Sunday, in Vale, he said, it rained.\n"
    "On Monday, in Mere, she said, three more fell.\n",
    "[The minister spoke in Port on Friday.] He said that the war goes on.",
    "<p>The army said on Friday that it had withdrawn.</p>",
)


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_told(language: str) -> None:
    assert language_of(OTHERS[language]) == language


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_english_with_foreign_words_posts_of_numbers_and_nothing_are_english(text: str) -> None:
    assert language_of(text) == ENGLISH


@pytest.mark.parametrize("kind", TABLES)
def test_data_is_no_report_whatever_it_is_called(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TABLES[kind], encoding="utf-8")
    (failed,) = documents(str(path), None, io.BytesIO())
    assert isinstance(failed, Failed)
    assert f"holds {kind}, data and no report" in failed.reason


@pytest.mark.parametrize("text", PROSE)
def test_prose_with_commas_brackets_and_markup_is_no_data(text: str) -> None:
    assert kind_of_data(text) == ""
