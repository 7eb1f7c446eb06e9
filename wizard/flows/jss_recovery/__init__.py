"""The flow for a bad review, a score that fell, and the reader's own review of a client."""
