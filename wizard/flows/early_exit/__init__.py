"""The flow for a reader who is late, ill or away, made a mistake, or wants to leave."""
