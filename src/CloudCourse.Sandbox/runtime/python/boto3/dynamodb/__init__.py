"""DynamoDB's types, conditions and tables."""
