import datetime
import json
import os
from collections import defaultdict

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
BUCKET = os.environ["BUCKET"]


def lambda_handler(event, context):
    end = datetime.date.today()
    week = [end - datetime.timedelta(days=back) for back in range(7, 0, -1)]
    loans, fees = defaultdict(int), defaultdict(float)
    for day in week:
        for row in rows_of(day):
            loans[row["branch"]] += row["loans"]
            fees[row["branch"]] += row["fees"]
    name = week[0].isoformat()
    for branch in loans:
        table.put_item(Item={"week": name, "branch": branch, "loans": loans[branch], "fees": fees[branch]})
    report = {"week": name, "loans": sum(loans.values()), "fees": sum(fees.values())}
    s3.put_object(Bucket=BUCKET, Key=f"reports/{name}.json", Body=json.dumps(report))


def rows_of(day):
    body = s3.get_object(Bucket=BUCKET, Key=f"loans/{day}.json")["Body"].read()
    return json.loads(body)
