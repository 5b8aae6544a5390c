"""The services by the names that AWS's library for Python has for them."""

from _lambda import host
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel

# name: (the name in the simulated account, the client's class, the part of its address)
KNOWN = {
    "apigatewayv2": ("apigateway", "ApiGatewayV2", "apigateway"),
    "application-autoscaling": ("application-autoscaling", "ApplicationAutoScaling", "application-autoscaling"),
    "autoscaling": ("autoscaling", "AutoScaling", "autoscaling"),
    "cloudwatch": ("cloudwatch", "CloudWatch", "monitoring"),
    "dynamodb": ("dynamodb", "DynamoDB", "dynamodb"),
    "dynamodbstreams": ("dynamodbstreams", "DynamoDBStreams", "streams.dynamodb"),
    "ec2": ("ec2", "EC2", "ec2"),
    "ecs": ("ecs", "ECS", "ecs"),
    "elbv2": ("elasticloadbalancing", "ElasticLoadBalancingv2", "elasticloadbalancing"),
    "events": ("events", "EventBridge", "events"),
    "iam": ("iam", "IAM", "iam"),
    "kinesis": ("kinesis", "Kinesis", "kinesis"),
    "lambda": ("lambda", "Lambda", "lambda"),
    "logs": ("logs", "CloudWatchLogs", "logs"),
    "s3": ("s3", "S3", "s3"),
    "scheduler": ("scheduler", "EventBridgeScheduler", "scheduler"),
    "secretsmanager": ("secretsmanager", "SecretsManager", "secretsmanager"),
    "sns": ("sns", "SNS", "sns"),
    "sqs": ("sqs", "SQS", "sqs"),
    "ssm": ("ssm", "SSM", "ssm"),
    "sts": ("sts", "STS", "sts"),
}

_models = {}


def model_of(service):
    """The service's model, fetched from the host when it is first asked for."""
    model = _models.get(service)
    if model is None:
        about = host.model(KNOWN[service][0]) if service in KNOWN else None
        if about is None:
            raise UnknownServiceError(service_name=service, known_service_names=", ".join(sorted(KNOWN)) + " (these are the ones of the course's simulated account)")
        model = _models[service] = ServiceModel(about)
    return model
