import urllib.parse


def describe(record):
    match record:
        case {"s3": {"bucket": {"name": bucket}, "object": {"key": key, "size": size}}}:
            return {"bucket": bucket, "key": urllib.parse.unquote_plus(key), "size": size}


def lambda_handler(event, context):
    if event.get("Event") == "s3:TestEvent":
        print("test event of", event["Bucket"])
        return {"objects": [], "totalBytes": 0}
    objects = [describe(r) for r in event["Records"]]
    return {"objects": objects, "totalBytes": sum([o["size"] for o in objects])}
