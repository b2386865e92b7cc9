"""Where The Economist keeps its data on this war, and on what terms: once, for its three files."""

FOLDER = (
    "https://raw.githubusercontent.com/TheEconomist/"
    "the-economist-ukraine-war-dead-and-wounded-estimates/main/source-data/"
    "deaths-and-casualties-data/"
)
LICENCE = "CC BY 4.0"
