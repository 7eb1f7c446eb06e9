"""The front door: what is happening right now."""
