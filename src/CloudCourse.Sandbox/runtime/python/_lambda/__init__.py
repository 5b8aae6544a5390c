"""What stands between Lambda's Python runtime and a learner's handler. Part of the memory snapshot."""
