"""Names of places that are also words of English or names of people, folded as `fold` does.

Found by looking up the gazetteer's one-word spellings among the lower-case words and the names of
people in news texts, and by reading through the short ones. Names in -enko are surnames as well.
"""

from __future__ import annotations

_WORDS = """
boiler bunge byline buran flora hat human levo lazi marine marina marino motel plot poligon postal
ramadan rami sad saia smile spartak spat strike stria vatra vari verba iskra maidan bolshevik
carmen central artist balki barta chop delta eden lunga mena nova nove novo obama ruske skhid vilne
"""
_PEOPLE = """
afini agaiman babel babin bender bogdan bohdan bodnar dmitriev franko galich gnedin gogol golovin
gorki grigorenko gubkin hohol ilich ivan ivanov kachin kalinin karolin kirov kiselev kochubei
kodak komar korman korolev kotliarevski kozin lenin lermontov lobachev lopatin luka lukov marat
maria marinin masan mihai minai mikhail nadia oleksandr olik olika orlik orlov osipenko parkhomenko
parhomenko pavlich pushkin rogan rohan rokita rosenberg ruzhin sergi sergo serhi serho shevchenko
shpeier sorokin stalin stepan stehpan suvorov timoshenko tarutin vasilev vishnev vladimir volodimir
zhdanov zverev danka nadiia sofia olga oster vera petro petrov taras
"""
_COUNTRIES = "kosovo moldova serbi rai turka prusi ukraina ukraine rus"

ALSO_WORDS = frozenset(f"{_WORDS} {_PEOPLE} {_COUNTRIES}".split())
