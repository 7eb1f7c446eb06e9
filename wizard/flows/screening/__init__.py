"""The flow before a job is accepted."""
