import json


def lambda_handler(event, context):
    name = event["name"]
    print("greeting", name)
    return {"statusCode": 200, "body": json.dumps({"message": f"Hello, {name}!"})}
