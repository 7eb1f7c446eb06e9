"""The flow for a client who asks for more than was agreed."""
