import json


def lambda_handler(event, context):
    name = event.get("name", "world")
    print("greeting", name)
    return {"statusCode": 200, "body": {"message": f"Hello, {name}!"}}
