"""The second argument of a handler."""


class CognitoIdentity:
    """Who called by a mobile app; here nobody did."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = self.cognito_identity_pool_id = None


class LambdaContext:
    def __init__(self, function, request_id, remaining_ms):
        self.function_name = function["name"]
        self.function_version = function["version"]
        self.invoked_function_arn = function["arn"]
        self.memory_limit_in_mb = str(function["memory"])
        self.aws_request_id = request_id
        self.log_group_name = function["logGroup"]
        self.log_stream_name = function["logStream"]
        self.identity = CognitoIdentity()
        self.client_context = None
        self.tenant_id = None
        self.__remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self):
        return int(self.__remaining_ms())

    def __repr__(self):
        return f"LambdaContext([aws_request_id={self.aws_request_id},function_name={self.function_name}])"
