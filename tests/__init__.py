"""Here so that `tests.samples` means this folder: a locked package installs a folder `tests` of its own."""
