"""boto3.resource("sns"): topics and their subscriptions."""

from boto3.resources.base import Collection, Resource
from boto3.resources.s3_settings import action


class SNSResource(Resource):
    _service = "sns"


class Subscription(SNSResource):
    _identifiers = ("arn",)
    _attributes = {"attributes": "Attributes"}
    delete = action("delete", "unsubscribe", SubscriptionArn="arn")
    set_attributes = action("set_attributes", "set_subscription_attributes", SubscriptionArn="arn")

    def load(self):
        self.meta.data = self.meta.client.get_subscription_attributes(SubscriptionArn=self.arn)


def _subscriptions(client, operation, **fixed):
    def pages(given, size):
        for page in client.get_paginator(operation).paginate(**fixed, **given):
            yield [Subscription(client, item["SubscriptionArn"]) for item in page.get("Subscriptions") or []]

    return Collection(pages)


class Topic(SNSResource):
    _identifiers = ("arn",)
    _attributes = {"attributes": "Attributes"}
    add_permission = action("add_permission", "add_permission", TopicArn="arn")
    delete = action("delete", "delete_topic", TopicArn="arn")
    publish = action("publish", "publish", TopicArn="arn")
    remove_permission = action("remove_permission", "remove_permission", TopicArn="arn")
    set_attributes = action("set_attributes", "set_topic_attributes", TopicArn="arn")
    _subscribe = action("subscribe", "subscribe", TopicArn="arn")
    _confirm = action("confirm_subscription", "confirm_subscription", TopicArn="arn")

    def load(self):
        self.meta.data = self.meta.client.get_topic_attributes(TopicArn=self.arn)

    def subscribe(self, **kwargs):
        return Subscription(self.meta.client, self._subscribe(**kwargs)["SubscriptionArn"])

    def confirm_subscription(self, **kwargs):
        return Subscription(self.meta.client, self._confirm(**kwargs)["SubscriptionArn"])

    @property
    def subscriptions(self):
        return _subscriptions(self.meta.client, "list_subscriptions_by_topic", TopicArn=self.arn)


class ServiceResource(SNSResource):
    def Topic(self, arn=None):
        return Topic(self.meta.client, arn)

    def Subscription(self, arn=None):
        return Subscription(self.meta.client, arn)

    def create_topic(self, **kwargs):
        return self.Topic(self.meta.client.create_topic(**kwargs)["TopicArn"])

    @property
    def subscriptions(self):
        return _subscriptions(self.meta.client, "list_subscriptions")

    @property
    def topics(self):
        def pages(given, size):
            for page in self.meta.client.get_paginator("list_topics").paginate(**given):
                yield [self.Topic(item["TopicArn"]) for item in page.get("Topics") or []]

        return Collection(pages)

    def __repr__(self):
        return "sns.ServiceResource()"
