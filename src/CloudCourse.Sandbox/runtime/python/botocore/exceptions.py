"""
Errors that handlers catch, with the words that AWS's own library has for them. Some cannot happen here, such as those of connections, and programs
name them nevertheless. Those of parts of the library that are not here (stubs, signers, event streams) are not either.
"""


class BotoCoreError(Exception):
    """The parent of all that goes wrong on this side of the wire."""

    fmt = "An unspecified error occurred"

    def __init__(self, **kwargs):
        super().__init__(self.fmt.format(**kwargs))
        self.kwargs = kwargs

    def __reduce__(self):
        return _rebuild, (type(self), (), self.kwargs)


def _rebuild(kind, args, kwargs):
    return kind(*args, **kwargs)


class ClientError(Exception):
    """A refusal by the service. `response["Error"]` holds its code and words, `operation_name` what was called."""

    MSG_TEMPLATE = "An error occurred ({error_code}) when calling the {operation_name} operation{retry_info}: {error_message}"

    def __init__(self, error_response, operation_name):
        error = error_response.get("Error", {})
        retried = error_response.get("ResponseMetadata", {})
        exhausted = f" (reached max retries: {retried['RetryAttempts']})" if retried.get("MaxAttemptsReached") else ""
        super().__init__(
            self.MSG_TEMPLATE.format(
                error_code=error.get("Code", "Unknown"),
                error_message=error.get("Message", "Unknown"),
                operation_name=operation_name,
                retry_info=exhausted,
            )
        )
        self.response = error_response
        self.operation_name = operation_name

    def __reduce__(self):
        return type(self), (self.response, self.operation_name)


def _error(name, words, *parents):
    kind = type(name, parents or (BotoCoreError,), {"fmt": words, "__module__": __name__})
    globals()[name] = kind
    return kind


DataNotFoundError = _error("DataNotFoundError", "Unable to load data for: {data_path}")


class UnknownServiceError(DataNotFoundError):
    fmt = "Unknown service: '{service_name}'. Valid service names are: {known_service_names}"


HTTPClientError = _error("HTTPClientError", "An HTTP Client raised an unhandled exception: {error}")
ConnectionError = _error("ConnectionError", "An HTTP Client failed to establish a connection: {error}")
EndpointConnectionError = _error("EndpointConnectionError", 'Could not connect to the endpoint URL: "{endpoint_url}"', ConnectionError)
ConnectTimeoutError = _error("ConnectTimeoutError", 'Connect timeout on endpoint URL: "{endpoint_url}"', ConnectionError)
ReadTimeoutError = _error("ReadTimeoutError", 'Read timeout on endpoint URL: "{endpoint_url}"', HTTPClientError)
ConnectionClosedError = _error("ConnectionClosedError", 'Connection was closed before we received a valid response from endpoint URL: "{endpoint_url}".', HTTPClientError)
SSLError = _error("SSLError", "SSL validation failed for {endpoint_url} {error}", ConnectionError)
ProxyConnectionError = _error("ProxyConnectionError", 'Failed to connect to proxy URL: "{proxy_url}"', ConnectionError)
NoCredentialsError = _error("NoCredentialsError", "Unable to locate credentials")
PartialCredentialsError = _error("PartialCredentialsError", "Partial credentials found in {provider}, missing: {cred_var}")
CredentialRetrievalError = _error("CredentialRetrievalError", "Error when retrieving credentials from {provider}: {error_msg}")
TokenRetrievalError = _error("TokenRetrievalError", "Error when retrieving token from {provider}: {error_msg}")
UnauthorizedSSOTokenError = _error("UnauthorizedSSOTokenError", "The SSO session associated with this profile has expired or is otherwise invalid.")
NoRegionError = _error("NoRegionError", "You must specify a region.")
InvalidRegionError = _error("InvalidRegionError", "Provided region_name '{region_name}' doesn't match a supported format.")
ProfileNotFound = _error("ProfileNotFound", "The config profile ({profile}) could not be found")
ValidationError = _error("ValidationError", "Invalid value ('{value}') for param {param} of type {type_name} ")
ParamValidationError = _error("ParamValidationError", "Parameter validation failed:\n{report}")
MissingParametersError = _error("MissingParametersError", "The following required parameters are missing for {object_name}: {missing}")
PaginationError = _error("PaginationError", "Error during pagination: {message}")
OperationNotPageableError = _error("OperationNotPageableError", "Operation cannot be paginated: {operation_name}")
UnknownClientMethodError = _error("UnknownClientMethodError", "Client does not have method: {method_name}")
IncompleteReadError = _error("IncompleteReadError", "{actual_bytes} read, but total bytes expected is {expected_bytes}.", HTTPClientError)
ReadTimeoutError.__doc__ = ConnectTimeoutError.__doc__ = "Never raised here: there is no network that could be slow."
ChecksumError = _error("ChecksumError", "Checksum {checksum_type} failed, expected checksum {expected_checksum} did not match calculated checksum {actual_checksum}.")
FlexibleChecksumError = _error("FlexibleChecksumError", "{error_msg}")
InvalidConfigError = _error("InvalidConfigError", "{error_msg}")
InvalidS3AddressingStyleError = _error("InvalidS3AddressingStyleError", "S3 addressing style {s3_addressing_style} is invalid. Valid options are: 'auto', 'virtual', and 'path'")
InvalidRetryConfigurationError = _error("InvalidRetryConfigurationError", 'Cannot provide retry configuration for "{retry_config_option}". Valid retry configuration options are: {valid_options}')
InvalidMaxRetryAttemptsError = _error("InvalidMaxRetryAttemptsError", 'Value provided to "max_attempts": {provided_max_attempts} must be an integer greater than or equal to {min_value}.', InvalidRetryConfigurationError)
InvalidRetryModeError = _error("InvalidRetryModeError", 'Invalid value provided to "mode": "{provided_retry_mode}" must be one of: {valid_modes}', InvalidRetryConfigurationError)
ResponseStreamingError = _error("ResponseStreamingError", "An error occurred while reading from response stream: {error}", HTTPClientError)


class WaiterError(BotoCoreError):
    """Waiting came to nothing; `last_response` is what was answered last."""

    fmt = "Waiter {name} failed: {reason}"

    def __init__(self, name, reason, last_response):
        super().__init__(name=name, reason=reason)
        self.last_response = last_response
