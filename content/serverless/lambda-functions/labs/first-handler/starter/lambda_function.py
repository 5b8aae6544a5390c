import json


def lambda_handler(event, context):
    # Read the name, leave a line in the log, answer with a status code and a body.
    return {}
