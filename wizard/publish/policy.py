"""The Content-Security-Policy of every page, written once: for state pages, for MkDocs and for the seal.

Only text: hashes of inline blocks are added by the seal.
"""

from typing import Final

POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; style-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types even-keel even-keel-offline"
)
REFERRER: Final = "no-referrer"
