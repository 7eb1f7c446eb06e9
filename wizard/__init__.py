"""Even Keel: what Python knows. The package that the terminal, the site build and the browser run.

Here stands only what every room may need to say: the version.
"""

from typing import Final

__version__: Final = "2026.11.21"
"""The day of the release; pyproject.toml says the same."""
