"""Files to Amazon S3 and back."""
