import json
import os
from datetime import datetime, timedelta
from decimal import Decimal

import boto3

bucket = boto3.resource("s3").Bucket(os.environ["BUCKET"])
weeks = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def lambda_handler(event, context):
    last = datetime.strptime(event["time"], "%Y-%m-%dT%H:%M:%SZ").date()
    first = last - timedelta(days=7)
    sums = {}
    for entry in bucket.objects.filter(Prefix="loans/"):
        day = entry.key.removeprefix("loans/").removesuffix(".json")
        if not str(first) <= day < str(last):
            continue
        for row in json.loads(entry.get()["Body"].read(), parse_float=Decimal):
            of_branch = sums.setdefault(row["branch"], {"loans": 0, "fees": Decimal()})
            for what in of_branch:
                of_branch[what] += row[what]
    with weeks.batch_writer() as batch:
        for branch, found in sums.items():
            batch.put_item(Item={"week": str(first), "branch": branch, **found})
    together = {what: sum(found[what] for found in sums.values()) for what in ("loans", "fees")}
    bucket.put_object(Key=f"reports/{first}.json", Body=json.dumps({"week": str(first), **together}, default=float).encode())
