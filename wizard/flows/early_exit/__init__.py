"""The flow for a reader who wants to leave a contract, or cannot deliver as agreed."""
