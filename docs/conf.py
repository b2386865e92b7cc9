"""The documentation site: every page of this folder, with search, in files that load nothing else."""

from pathlib import Path

_version = Path(__file__).parent.parent / "src/standoff/_version.py"

project = "Standoff"
author = "The Standoff maintainers"
copyright = "2026, the Standoff maintainers"
release = version = _version.read_text(encoding="utf-8").split('"')[-2]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["decisions/README.md"]
myst_heading_anchors = 3
suppress_warnings = ["toc.not_included"]  # a new page is found by search before the index names it

html_theme = "furo"
html_title = f"Standoff {release}"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
