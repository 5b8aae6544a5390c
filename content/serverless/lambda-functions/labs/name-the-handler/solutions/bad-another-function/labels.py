import os

import boto3

s3 = boto3.client("s3")


def make_label(event, context):
    label = f"{event['author'][:3].upper()}\n{event['shelf']}\n{event['title']}\n"
    s3.put_object(Bucket=os.environ["BUCKET"], Key=f"labels/{event['book']}.txt", Body=label.encode())
    print("printed", event["book"])
