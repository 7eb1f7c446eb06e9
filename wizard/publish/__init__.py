"""Build time only, never shipped: states, site, seal, server, set-up of a machine, fact quotes for Markdown.

Only this room touches the disk outside the package, the network and MkDocs; nothing imports it.
"""
