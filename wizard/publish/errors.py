"""The one error with which building, checking and serving stop; nothing but that error lives here."""


class PublishError(Exception):
    """Something is wrong with the content or the machine; the text says what, in one or more plain lines."""
