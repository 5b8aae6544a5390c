"""Settings of a client. Those that concern the network have nothing to act on here."""

_KNOWN = (
    "region_name", "signature_version", "user_agent", "user_agent_extra", "user_agent_appid", "connect_timeout", "read_timeout", "parameter_validation",
    "max_pool_connections", "proxies", "proxies_config", "s3", "retries", "client_cert", "inject_host_prefix", "endpoint_discovery_enabled",
    "use_dualstack_endpoint", "use_fips_endpoint", "ignore_configured_endpoint_urls", "defaults_mode", "tcp_keepalive", "request_min_compression_size_bytes",
    "disable_request_compression", "client_context_params", "sigv4a_signing_region_set", "request_checksum_calculation", "response_checksum_validation", "account_id_endpoint_mode",
)


class Config:
    def __init__(self, **kwargs):
        for name in kwargs:
            if name not in _KNOWN:
                raise TypeError(f"Got unexpected keyword argument '{name}'")
        self._given = kwargs
        self.__dict__.update(dict.fromkeys(_KNOWN), **kwargs)

    def merge(self, other_config):
        return Config(**{**self._given, **other_config._given})
