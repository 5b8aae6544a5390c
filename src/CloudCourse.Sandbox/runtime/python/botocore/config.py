"""Settings of a client. Those that concern the network have nothing to act on here."""

from botocore.exceptions import InvalidMaxRetryAttemptsError, InvalidRetryConfigurationError, InvalidRetryModeError, InvalidS3AddressingStyleError

_KNOWN = (
    "region_name", "signature_version", "user_agent", "user_agent_extra", "user_agent_appid", "connect_timeout", "read_timeout", "parameter_validation",
    "max_pool_connections", "proxies", "proxies_config", "s3", "retries", "client_cert", "inject_host_prefix", "endpoint_discovery_enabled",
    "use_dualstack_endpoint", "use_fips_endpoint", "ignore_configured_endpoint_urls", "defaults_mode", "tcp_keepalive", "request_min_compression_size_bytes",
    "disable_request_compression", "client_context_params", "sigv4a_signing_region_set", "request_checksum_calculation", "response_checksum_validation", "account_id_endpoint_mode",
)


_DEFAULTS = {"connect_timeout": 60, "read_timeout": 60, "parameter_validation": True, "max_pool_connections": 10, "inject_host_prefix": True}
_RETRIES = ("max_attempts", "mode", "total_max_attempts")
_MODES = ("legacy", "standard", "adaptive")


class Config:
    def __init__(self, **kwargs):
        for name in kwargs:
            if name not in _KNOWN:
                raise TypeError(f"Got unexpected keyword argument '{name}'")
        self._given = kwargs
        self.__dict__.update(dict.fromkeys(_KNOWN), **{**_DEFAULTS, **kwargs})
        style = self.s3.get("addressing_style") if self.s3 is not None else None
        if style not in (None, "auto", "virtual", "path"):
            raise InvalidS3AddressingStyleError(s3_addressing_style=style)
        for name, value in self.retries.items() if self.retries is not None else ():
            if name not in _RETRIES:
                raise InvalidRetryConfigurationError(retry_config_option=name, valid_options=_RETRIES)
            least = {"max_attempts": 0, "total_max_attempts": 1}.get(name)
            if least is not None and value < least:
                raise InvalidMaxRetryAttemptsError(provided_max_attempts=value, min_value=least)
            if name == "mode" and value not in _MODES:
                raise InvalidRetryModeError(provided_retry_mode=value, valid_modes=_MODES)

    def of_client(self, region, service):
        """The same as a client shows it: with what it has decided itself."""
        made = Config(**self._given)
        made.region_name = region
        made.signature_version = self.signature_version or ("s3v4" if service == "s3" else "v4")
        retries = dict(self.retries or {})
        if "max_attempts" in retries:
            retries = {"total_max_attempts": retries.pop("max_attempts") + 1, **retries}
        made.retries = {**retries, "mode": retries.get("mode", "legacy")}
        return made

    def merge(self, other_config):
        return Config(**{**self._given, **other_config._given})
