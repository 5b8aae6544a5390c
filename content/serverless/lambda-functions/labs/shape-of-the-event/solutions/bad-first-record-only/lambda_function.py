from urllib.parse import unquote_plus


def lambda_handler(event, context):
    objects = []
    for record in event.get("Records", [])[:1]:
        s3 = record["s3"]
        objects.append({"bucket": s3["bucket"]["name"], "key": unquote_plus(s3["object"]["key"]), "size": s3["object"]["size"]})
    return {"objects": objects, "totalBytes": sum(o["size"] for o in objects)}
