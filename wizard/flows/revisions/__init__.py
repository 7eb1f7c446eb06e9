"""The flow for a client who does not answer."""
