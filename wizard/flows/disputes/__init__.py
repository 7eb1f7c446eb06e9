"""The flow for money that is asked back, refused or in dispute."""
