from __future__ import annotations

from pathlib import Path
from random import Random

from standoff.reading.tagger.features import pieces, quoted
from standoff.reading.training.augment import altered, reworded
from standoff.reading.training.corpus import Article, read_articles
from standoff.reading.training.vocabulary import tables_of, usable


def many(article: Article) -> list[Article]:
    return [altered(article, Random(seed)) for seed in range(60)]


def test_every_token_stays_one_token(corpus: Path) -> None:
    for article in read_articles(corpus / "train"):
        for other in many(article):
            assert len(other.forms) == len(article.forms)
            assert all(other.forms)
            assert (other.lines, other.annotations) == (article.lines, article.annotations)


def test_quotations_stay_quotations_in_other_marks(corpus: Path) -> None:
    article = read_articles(corpus / "train")[0]
    begin, end = article.lines[1]
    inside = quoted(article.forms[begin:end]) > 0
    marks = set()
    for other in many(article):
        line = other.forms[begin:end]
        marks.add(line[0])
        assert ((quoted(line) > 0) == inside).all()
    assert len(marks) > 2


def test_chance_is_the_seed_alone(corpus: Path) -> None:
    article = read_articles(corpus / "train")[2]
    assert many(article) == many(article)
    assert len({other.forms for other in many(article)}) > 5


def test_frequent_words_are_known_whole_and_pieces_of_other_scripts_are_not(corpus: Path) -> None:
    articles = read_articles(corpus / "train")
    table, *_ = tables_of(articles, ["sp", "##okes", "日", "[CLS]", "1984"])
    assert list(table)[:2] == ["sp", "##okes"]
    assert "said" in table
    assert pieces("spokes", table) == [1, 2]
    assert not any(map(usable, ("日", "[CLS]", "1984", "##")))


def test_some_words_become_others_like_them(corpus: Path) -> None:
    article = read_articles(corpus / "train")[0]
    near = {"said": ["told"], "we": ["they"]}
    seen = {form for seed in range(40) for form in reworded(article, Random(seed), near).forms}
    assert {"told", "said", "They", "We"} <= seen
    assert not seen & {"Told", "they"}
