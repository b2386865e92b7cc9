"""Build hook: links of README.md that work where README.md stands alone, as on a package index.

STANDOFF_REPOSITORY names the repository's page, as https://example.org/owner/standoff. With it, links to
files become addresses below `blob/` and `raw/` of the release's tag, and the package lists the
repository among its URLs. Without it, links to files become plain text and pictures are left out.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>(?!https?:|mailto:|#)[^)\s]+)\)"
)


class CustomMetadataHook(MetadataHookInterface):
    """Hatch finds it by this name."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add `readme`, and `urls` where the repository is known."""
        repository = os.environ.get("STANDOFF_REPOSITORY", "").rstrip("/")
        root = Path(self.root)
        version = re.search(
            r'"(.+)"', (root / "src/standoff/_version.py").read_text().split("=")[-1]
        )
        tag = f"v{version[1]}" if version else "main"
        readme = standalone((root / "README.md").read_text(encoding="utf-8"), repository, tag)
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}
        if repository:
            metadata["urls"] = {
                "Source": repository,
                "Documentation": f"{repository}/blob/{tag}/docs/index.md",
                "Changelog": f"{repository}/blob/{tag}/CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }


def standalone(text: str, repository: str, tag: str) -> str:
    """The page with its links to files of the repository made absolute, or taken out."""

    def link(match: re.Match[str]) -> str:
        picture, words, target = match["picture"], match["text"], match["target"]
        if not repository:
            return "" if picture else words
        kind = "raw" if picture else "blob"
        return f"{picture}[{words}]({repository}/{kind}/{tag}/{target})"

    return _LINK.sub(link, text)
