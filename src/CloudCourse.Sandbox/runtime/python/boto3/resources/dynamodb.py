"""boto3.resource("dynamodb")."""

from boto3.dynamodb.table import BatchWriter
from boto3.dynamodb.transform import transforming
from boto3.resources.base import Collection, Resource

_made = {}


class DynamoDBResource(Resource):
    _service = "dynamodb"


class Table(DynamoDBResource):
    _identifiers = ("name",)
    _attributes = {
        "archival_summary": "ArchivalSummary", "attribute_definitions": "AttributeDefinitions", "billing_mode_summary": "BillingModeSummary",
        "creation_date_time": "CreationDateTime", "deletion_protection_enabled": "DeletionProtectionEnabled", "global_secondary_indexes": "GlobalSecondaryIndexes",
        "item_count": "ItemCount", "key_schema": "KeySchema", "latest_stream_arn": "LatestStreamArn", "latest_stream_label": "LatestStreamLabel",
        "local_secondary_indexes": "LocalSecondaryIndexes", "provisioned_throughput": "ProvisionedThroughput", "sse_description": "SSEDescription",
        "stream_specification": "StreamSpecification", "table_arn": "TableArn", "table_class_summary": "TableClassSummary", "table_id": "TableId",
        "table_name": "TableName", "table_size_bytes": "TableSizeBytes", "table_status": "TableStatus",
    }

    @property
    def table_name(self):
        return self._name

    def load(self):
        self.meta.data = self.meta.client.describe_table(TableName=self._name)["Table"]

    def batch_writer(self, overwrite_by_pkeys=None):
        return BatchWriter(self._name, self.meta.client, overwrite_by_pkeys=overwrite_by_pkeys)

    def update(self, **kwargs):
        return Table(self.meta.client, self._name, data=self.meta.client.update_table(TableName=self._name, **kwargs)["TableDescription"])

    def wait_until_exists(self, **kwargs):
        self.meta.client.get_waiter("table_exists").wait(TableName=self._name, **kwargs)

    def wait_until_not_exists(self, **kwargs):
        self.meta.client.get_waiter("table_not_exists").wait(TableName=self._name, **kwargs)


def _action(name):
    def act(self, *args, **kwargs):
        if args:
            raise TypeError(f"{name}() only accepts keyword arguments.")
        return getattr(self.meta.client, "delete_table" if name == "delete" else name)(TableName=self._name, **kwargs)

    act.__name__ = act.__qualname__ = name
    return act


for _name in ("put_item", "get_item", "update_item", "delete_item", "query", "scan", "delete"):
    setattr(Table, _name, _action(_name))


class ServiceResource(DynamoDBResource):
    def __init__(self, client):
        kind = type(client)
        if kind not in _made:
            _made[kind] = transforming(kind)
        super().__init__(_made[kind](client._region, client._config, client._credentials, client._endpoint))

    def Table(self, name=None):
        return Table(self.meta.client, name)

    def create_table(self, **kwargs):
        made = self.meta.client.create_table(**kwargs)["TableDescription"]
        return Table(self.meta.client, made["TableName"], data=made)

    def batch_get_item(self, **kwargs):
        return self.meta.client.batch_get_item(**kwargs)

    def batch_write_item(self, **kwargs):
        return self.meta.client.batch_write_item(**kwargs)

    @property
    def tables(self):
        def pages(given, size):
            for page in self.meta.client.get_paginator("list_tables").paginate(**given, PaginationConfig={"PageSize": size} if size else {}):
                yield [self.Table(name) for name in page["TableNames"]]

        return Collection(pages)

    def __repr__(self):
        return "dynamodb.ServiceResource()"
