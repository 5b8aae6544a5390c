"""boto3.resource("sqs")."""

from boto3.resources.base import Collection, Resource
from boto3.resources.s3_settings import action


class SQSResource(Resource):
    _service = "sqs"


class Message(SQSResource):
    _identifiers = ("queue_url", "receipt_handle")
    _attributes = {
        "attributes": "Attributes", "body": "Body", "md5_of_body": "MD5OfBody", "md5_of_message_attributes": "MD5OfMessageAttributes",
        "message_attributes": "MessageAttributes", "message_id": "MessageId",
    }
    _named = {"QueueUrl": "queue_url", "ReceiptHandle": "receipt_handle"}
    change_visibility = action("change_visibility", "change_message_visibility", **_named)
    delete = action("delete", "delete_message", **_named)

    def Queue(self):
        return Queue(self.meta.client, self.queue_url)


class Queue(SQSResource):
    _identifiers = ("url",)
    _attributes = {"attributes": "Attributes"}
    add_permission = action("add_permission", "add_permission", QueueUrl="url")
    change_message_visibility_batch = action("change_message_visibility_batch", "change_message_visibility_batch", QueueUrl="url")
    delete = action("delete", "delete_queue", QueueUrl="url")
    delete_messages = action("delete_messages", "delete_message_batch", QueueUrl="url")
    purge = action("purge", "purge_queue", QueueUrl="url")
    remove_permission = action("remove_permission", "remove_permission", QueueUrl="url")
    send_message = action("send_message", "send_message", QueueUrl="url")
    send_messages = action("send_messages", "send_message_batch", QueueUrl="url")
    set_attributes = action("set_attributes", "set_queue_attributes", QueueUrl="url")
    _receive = action("receive_messages", "receive_message", QueueUrl="url")

    def load(self):
        self.meta.data = self.meta.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])

    def Message(self, receipt_handle=None):
        return Message(self.meta.client, self.url, receipt_handle)

    def receive_messages(self, **kwargs):
        found = self._receive(**kwargs).get("Messages", [])
        return [Message(self.meta.client, self.url, item["ReceiptHandle"], data=item) for item in found]

    @property
    def dead_letter_source_queues(self):
        def pages(given, size):
            for page in self.meta.client.get_paginator("list_dead_letter_source_queues").paginate(QueueUrl=self.url, **given, PaginationConfig={"PageSize": size} if size else {}):
                yield [Queue(self.meta.client, url) for url in page.get("queueUrls") or []]

        return Collection(pages)


class ServiceResource(SQSResource):
    def Queue(self, url=None):
        return Queue(self.meta.client, url)

    def Message(self, queue_url=None, receipt_handle=None):
        return Message(self.meta.client, queue_url, receipt_handle)

    def create_queue(self, **kwargs):
        return self.Queue(self.meta.client.create_queue(**kwargs)["QueueUrl"])

    def get_queue_by_name(self, **kwargs):
        return self.Queue(self.meta.client.get_queue_url(**kwargs)["QueueUrl"])

    @property
    def queues(self):
        def pages(given, size):
            for page in self.meta.client.get_paginator("list_queues").paginate(**given, PaginationConfig={"PageSize": size} if size else {}):
                yield [self.Queue(url) for url in page.get("QueueUrls") or []]

        return Collection(pages)

    def __repr__(self):
        return "sqs.ServiceResource()"
