// AWS's SDK for JavaScript as functions see it: packages made from AWS's own models when they are imported, answered by the simulated account.
import { model } from "../environments.mjs";
import { clientPackage } from "./client.mjs";
import { credentialProviders, fetchHandlers, nodeHandlers } from "./credentials.mjs";
import { documentPackage } from "./documents.mjs";
import { posts, presigner, storage } from "./s3.mjs";
import * as values from "./values.mjs";

/** package: [the name in the simulated account, how its classes begin] */
const CLIENTS = {
  "apigatewayv2": ["apigateway", "ApiGatewayV2"],
  "application-auto-scaling": ["application-autoscaling", "ApplicationAutoScaling"],
  "auto-scaling": ["autoscaling", "AutoScaling"],
  "cloudwatch": ["cloudwatch", "CloudWatch"],
  "cloudwatch-logs": ["logs", "CloudWatchLogs"],
  "dynamodb": ["dynamodb", "DynamoDB"],
  "dynamodb-streams": ["dynamodbstreams", "DynamoDBStreams"],
  "ec2": ["ec2", "EC2"],
  "ecs": ["ecs", "ECS"],
  "elastic-load-balancing-v2": ["elasticloadbalancing", "ElasticLoadBalancingV2"],
  "eventbridge": ["events", "EventBridge"],
  "iam": ["iam", "IAM"],
  "kinesis": ["kinesis", "Kinesis"],
  "lambda": ["lambda", "Lambda"],
  "s3": ["s3", "S3"],
  "scheduler": ["scheduler", "Scheduler"],
  "secrets-manager": ["secretsmanager", "SecretsManager"],
  "sns": ["sns", "SNS"],
  "sqs": ["sqs", "SQS"],
  "ssm": ["ssm", "SSM"],
  "sts": ["sts", "STS"],
};

const made = new Map();

function client(name) {
  const known = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : null;
  const about = known && model(known[0]);
  return about ? clientPackage(about, known[1]) : null;
}

function make(name) {
  if (name.startsWith("@aws-sdk/client-")) return client(name.slice("@aws-sdk/client-".length));
  switch (name) {
    case "@aws-sdk/util-dynamodb": return { ...values.exported };
    case "@aws-sdk/lib-dynamodb": return documentPackage(find("@aws-sdk/client-dynamodb"));
    case "@aws-sdk/s3-request-presigner": return presigner;
    case "@aws-sdk/lib-storage": return storage(find("@aws-sdk/client-s3"));
    case "@aws-sdk/s3-presigned-post": return posts;
    case "@aws-sdk/credential-providers": return credentialProviders;
    case "@aws-sdk/credential-provider-node": return { defaultProvider: credentialProviders.fromNodeProviderChain };
    case "@aws-sdk/node-http-handler":
    case "@smithy/node-http-handler": return nodeHandlers;
    case "@aws-sdk/fetch-http-handler":
    case "@smithy/fetch-http-handler": return fetchHandlers;
    default: return null;
  }
}

/** A package's exports; null for one that Lambda does not bring along, or the course has not. */
export function find(name) {
  if (!/^@(aws-sdk|smithy)\//.test(name)) return null;
  if (!made.has(name)) made.set(name, make(name));
  return made.get(name);
}
