"""What the case file needs to keep things: the library for the browser's database, laid beside its script.

What is kept and how stands in the script; nothing is built or rendered here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from wizard.publish.concordance import COMMENT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "assets/case"
SCRIPT: Final = "store.js"


def lay(site: Path, library: Path) -> None:
    """Put idb without its comments, and its licence, beside the script that uses it.

    Where the script lies in a hashed folder the site is sealed already, and has both.
    """
    folder = site / FOLDER
    if not (folder / SCRIPT).exists():
        return
    version = json.loads((library / "package.json").read_text(encoding="utf-8"))["version"]
    script = COMMENT.sub("", (library / "build/index.js").read_text(encoding="utf-8"))
    head = f"/* idb {version}, without its comments. Licence: LICENCE-idb.txt */\n"
    licence = (library / "LICENSE").read_text(encoding="utf-8")
    for name, text in {"idb.js": head + script, "LICENCE-idb.txt": licence}.items():
        (folder / name).write_text(text, encoding="utf-8")
