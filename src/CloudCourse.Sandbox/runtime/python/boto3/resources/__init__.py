"""Objects that stand for what is in an account."""
