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


def _by_token(result, limit=None):
    return {"input_token": "NextToken", "output_token": "NextToken", "result_key": result, **({"limit_key": limit} if limit else {})}


# AWS's library for Python keeps tables of its own of what is paged, and how: where they differ from the models. None: it does not page that.
_PAGING = {
    "apigatewayv2": {name: _by_token("Items", "MaxResults") for name in ("GetApis", "GetDeployments", "GetIntegrations", "GetRoutes", "GetStages")},
    "dynamodb": {
        "BatchGetItem": None, "ListTagsOfResource": _by_token("Tags"),
        **{name: {"result_key": ["Items", "Count", "ScannedCount"], "non_aggregate_keys": ["ConsumedCapacity"]} for name in ("Query", "Scan")},
    },
    "elbv2": {name: {"limit_key": "PageSize"} for name in ("DescribeListeners", "DescribeLoadBalancers", "DescribeTargetGroups")},
    "events": {"ListRuleNamesByTarget": _by_token("RuleNames", "Limit"), "ListRules": _by_token("Rules", "Limit"), "ListTargetsByRule": _by_token("Targets", "Limit")},
    "kinesis": {"ListShards": _by_token("Shards", "MaxResults")},
    "logs": {"GetLogEvents": None},
    "s3": {
        "ListBuckets": {"non_aggregate_keys": ["Owner", "Prefix"]},
        **{name: {"non_aggregate_keys": ["RequestCharged", "Prefix"]} for name in ("ListObjects", "ListObjectVersions")},
        "ListObjectsV2": {"more_results": "IsTruncated", "non_aggregate_keys": ["RequestCharged", "Prefix"]},
    },
    "secretsmanager": {"BatchGetSecretValue": None, "ListSecretVersionIds": None, "ListSecrets": {"result_key": "SecretList"}},
    "ssm": {name: {"result_key": "Parameters"} for name in ("DescribeParameters", "GetParameterHistory", "GetParametersByPath")},
}


def _paging(service, given):
    for name, changed in _PAGING.get(service, {}).items():
        if changed is None:
            given.pop(name, None)
        else:
            given[name] = {**given.get(name, {}), **changed}
    return given


def model_of(service):
    """The service's model, fetched from the host when it is first asked for."""
    model = _models.get(service)
    if model is None:
        about = host.model(KNOWN[service][0]) if service in KNOWN else None
        if about is None:
            raise UnknownServiceError(service_name=service, known_service_names=", ".join(sorted(KNOWN)) + " (these are the ones of the course's simulated account)")
        model = _models[service] = ServiceModel({**about, "paging": _paging(service, about["paging"])})
    return model
