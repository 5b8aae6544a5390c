"""The second argument of a handler."""


class LambdaContext:
    def __init__(self, function, request_id, remaining_ms):
        self.function_name = function["name"]
        self.function_version = function["version"]
        self.invoked_function_arn = function["arn"]
        self.memory_limit_in_mb = str(function["memory"])
        self.aws_request_id = request_id
        self.log_group_name = function["logGroup"]
        self.log_stream_name = function["logStream"]
        self.identity = None
        self.client_context = None
        self.__remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self):
        return int(self.__remaining_ms())

    def __repr__(self):
        return f"LambdaContext([aws_request_id={self.aws_request_id},function_name={self.function_name}])"
