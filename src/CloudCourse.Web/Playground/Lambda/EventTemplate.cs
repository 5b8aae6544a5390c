namespace CloudCourse.Web.Playground.Lambda;

/// <summary>An event to begin with, in the form in which its source sends it; the values are ours.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html"/>
public sealed record EventTemplate(string Id, string Title, string Text)
{
    public static IReadOnlyList<EventTemplate> All { get; } =
    [
        new("empty", "Empty", """
            {}
            """),
        new("s3", "S3: an object was uploaded", """
            {
              "Records": [
                {
                  "eventVersion": "2.1",
                  "eventSource": "aws:s3",
                  "awsRegion": "us-east-1",
                  "eventTime": "2026-11-02T09:00:00.000Z",
                  "eventName": "ObjectCreated:Put",
                  "userIdentity": {
                    "principalId": "AWS:AIDAEXAMPLEUSERID00"
                  },
                  "requestParameters": {
                    "sourceIPAddress": "203.0.113.10"
                  },
                  "responseElements": {
                    "x-amz-request-id": "EXAMPLE123456789",
                    "x-amz-id-2": "EXAMPLEid2/abcdefghijklmnopqrstuvwxyz0123456789"
                  },
                  "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "new-upload",
                    "bucket": {
                      "name": "course-uploads",
                      "ownerIdentity": {
                        "principalId": "A1EXAMPLEOWNER"
                      },
                      "arn": "arn:aws:s3:::course-uploads"
                    },
                    "object": {
                      "key": "notes/first+day.txt",
                      "size": 21,
                      "eTag": "9b1c4f0e5d7a2836b0c1d2e3f4a5b697",
                      "sequencer": "0065F1A2B3C4D5E6F7"
                    }
                  }
                }
              ]
            }
            """),
        new("http", "API Gateway: an HTTP request", """
            {
              "version": "2.0",
              "routeKey": "GET /pages/{page}",
              "rawPath": "/pages/pricing",
              "rawQueryString": "lang=en",
              "headers": {
                "accept": "application/json",
                "content-length": "0",
                "host": "abcde12345.execute-api.us-east-1.amazonaws.com",
                "user-agent": "curl/8.5.0",
                "x-amzn-trace-id": "Root=1-65a4f1c8-0123456789abcdef01234567",
                "x-forwarded-for": "203.0.113.10",
                "x-forwarded-port": "443",
                "x-forwarded-proto": "https"
              },
              "queryStringParameters": {
                "lang": "en"
              },
              "pathParameters": {
                "page": "pricing"
              },
              "requestContext": {
                "accountId": "111122223333",
                "apiId": "abcde12345",
                "domainName": "abcde12345.execute-api.us-east-1.amazonaws.com",
                "domainPrefix": "abcde12345",
                "http": {
                  "method": "GET",
                  "path": "/pages/pricing",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "203.0.113.10",
                  "userAgent": "curl/8.5.0"
                },
                "requestId": "HtTpExample01=",
                "routeKey": "GET /pages/{page}",
                "stage": "$default",
                "time": "02/Nov/2026:09:00:00 +0000",
                "timeEpoch": 1793610000000
              },
              "isBase64Encoded": false
            }
            """),
        new("sqs", "SQS: a batch of messages", """
            {
              "Records": [
                {
                  "messageId": "7c1e5a90-3f42-4d8b-9a6e-000000000001",
                  "receiptHandle": "AQEBcourse1",
                  "body": "{\"order\":41,\"amount\":12}",
                  "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1793610000001",
                    "SenderId": "AIDAEXAMPLEUSERID00",
                    "ApproximateFirstReceiveTimestamp": "1793610000006"
                  },
                  "messageAttributes": {},
                  "md5OfBody": "85711d35979abd332db2c56a71196082",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:us-east-1:111122223333:orders",
                  "awsRegion": "us-east-1"
                },
                {
                  "messageId": "7c1e5a90-3f42-4d8b-9a6e-000000000002",
                  "receiptHandle": "AQEBcourse2",
                  "body": "{\"order\":42,\"amount\":-3}",
                  "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1793610000002",
                    "SenderId": "AIDAEXAMPLEUSERID00",
                    "ApproximateFirstReceiveTimestamp": "1793610000007"
                  },
                  "messageAttributes": {},
                  "md5OfBody": "9cd4c9ef5ea475f478abab8388275054",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:us-east-1:111122223333:orders",
                  "awsRegion": "us-east-1"
                }
              ]
            }
            """),
        new("sns", "SNS: a notification", """
            {
              "Records": [
                {
                  "EventVersion": "1.0",
                  "EventSource": "aws:sns",
                  "EventSubscriptionArn": "arn:aws:sns:us-east-1:111122223333:alerts:21be56ed-a058-49f5-8c98-aedd2564c486",
                  "Sns": {
                    "Type": "Notification",
                    "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
                    "TopicArn": "arn:aws:sns:us-east-1:111122223333:alerts",
                    "Subject": "Disk almost full",
                    "Message": "{\"server\":\"web-1\",\"used\":0.93}",
                    "Timestamp": "2026-11-02T09:00:00.000Z",
                    "SignatureVersion": "1",
                    "Signature": "EXAMPLE",
                    "SigningCertUrl": "https://sns.us-east-1.amazonaws.com/EXAMPLE.pem",
                    "UnsubscribeUrl": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
                    "MessageAttributes": {}
                  }
                }
              ]
            }
            """),
        new("eventbridge", "EventBridge: an event", """
            {
              "version": "0",
              "id": "9d2f6b1a-7c3e-4f58-8a90-1b2c3d4e5f60",
              "detail-type": "Order Placed",
              "source": "shop.orders",
              "account": "111122223333",
              "time": "2026-11-02T09:00:00Z",
              "region": "us-east-1",
              "resources": [],
              "detail": {
                "order": 42,
                "amount": 12
              }
            }
            """),
        new("schedule", "EventBridge: a schedule", """
            {
              "version": "0",
              "id": "4f2b8f6e-0d1c-4a52-9f3e-5b6a7c8d9e0f",
              "detail-type": "Scheduled Event",
              "source": "aws.events",
              "account": "111122223333",
              "time": "2026-11-02T09:00:00Z",
              "region": "us-east-1",
              "resources": [
                "arn:aws:events:us-east-1:111122223333:rule/weekly-sales-report"
              ],
              "detail": {}
            }
            """),
        new("scheduler", "EventBridge Scheduler: your payload", """
            {
              "task": "weekly-report",
              "week": 45
            }
            """),
        new("kinesis", "Kinesis: a batch of records", """
            {
              "Records": [
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "visitor-7",
                    "sequenceNumber": "49660000000000000000000000000000000000000000000000000001",
                    "data": "eyJ2aXNpdG9yIjo3LCJwYWdlIjoiLyJ9",
                    "approximateArrivalTimestamp": 1793610001.1
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000000:49660000000000000000000000000000000000000000000000000001",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::111122223333:role/my-function-role",
                  "awsRegion": "us-east-1",
                  "eventSourceARN": "arn:aws:kinesis:us-east-1:111122223333:stream/clicks"
                },
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "visitor-9",
                    "sequenceNumber": "49660000000000000000000000000000000000000000000000000002",
                    "data": "eyJ2aXNpdG9yIjo5LCJwYWdlIjoiL3ByaWNpbmcifQ==",
                    "approximateArrivalTimestamp": 1793610002.1
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000000:49660000000000000000000000000000000000000000000000000002",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::111122223333:role/my-function-role",
                  "awsRegion": "us-east-1",
                  "eventSourceARN": "arn:aws:kinesis:us-east-1:111122223333:stream/clicks"
                },
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "visitor-7",
                    "sequenceNumber": "49660000000000000000000000000000000000000000000000000003",
                    "data": "eyJ2aXNpdG9yIjo3LCJwYWdlIjoiL3ByaWNpbmcifQ==",
                    "approximateArrivalTimestamp": 1793610003.1
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000000:49660000000000000000000000000000000000000000000000000003",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::111122223333:role/my-function-role",
                  "awsRegion": "us-east-1",
                  "eventSourceARN": "arn:aws:kinesis:us-east-1:111122223333:stream/clicks"
                }
              ]
            }
            """),
        new("dynamodb", "DynamoDB stream: items changed", """
            {
              "Records": [
                {
                  "eventID": "1",
                  "eventVersion": "1.1",
                  "eventName": "INSERT",
                  "eventSource": "aws:dynamodb",
                  "awsRegion": "us-east-1",
                  "dynamodb": {
                    "ApproximateCreationDateTime": 1793610000,
                    "Keys": {
                      "Id": {
                        "N": "101"
                      }
                    },
                    "NewImage": {
                      "Message": {
                        "S": "New item!"
                      },
                      "Id": {
                        "N": "101"
                      }
                    },
                    "SequenceNumber": "111",
                    "SizeBytes": 26,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                  },
                  "eventSourceARN": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/stream/2026-11-01T09:00:00.000"
                },
                {
                  "eventID": "2",
                  "eventVersion": "1.1",
                  "eventName": "MODIFY",
                  "eventSource": "aws:dynamodb",
                  "awsRegion": "us-east-1",
                  "dynamodb": {
                    "ApproximateCreationDateTime": 1793610001,
                    "Keys": {
                      "Id": {
                        "N": "101"
                      }
                    },
                    "OldImage": {
                      "Message": {
                        "S": "New item!"
                      },
                      "Id": {
                        "N": "101"
                      }
                    },
                    "NewImage": {
                      "Message": {
                        "S": "This item has changed"
                      },
                      "Id": {
                        "N": "101"
                      }
                    },
                    "SequenceNumber": "222",
                    "SizeBytes": 59,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                  },
                  "eventSourceARN": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/stream/2026-11-01T09:00:00.000"
                }
              ]
            }
            """),
    ];

    public static EventTemplate Find(string id) => All.First(e => e.Id == id);
}
