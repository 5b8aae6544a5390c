import json
import logging

logger = logging.getLogger()
logger.setLevel("INFO")

HEADERS = {"content-type": "application/json"}


def greeting_for(event):
    return "Hello, %s!" % (event["name"] if "name" in event else "world")


def lambda_handler(event, context):
    message = greeting_for(event)
    logger.info("answering %s with %r", context.aws_request_id, message)
    return {"statusCode": 200, "headers": HEADERS, "body": json.dumps({"message": message}, ensure_ascii=False)}
