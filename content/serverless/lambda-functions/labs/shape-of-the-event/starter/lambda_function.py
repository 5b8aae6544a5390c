from urllib.parse import unquote_plus


def lambda_handler(event, context):
    print(event)
    record = event["Records"][0]
    return {"objects": [], "totalBytes": 0}
