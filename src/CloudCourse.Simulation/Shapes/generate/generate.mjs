// Turns the API models inside AWS's SDKs for JavaScript (Apache-2.0) into ../<service>.json. Run by hand when operations are added to
// `services` below or AWS's models have moved on:
//
//   cd src/CloudCourse.Simulation/Shapes/generate
//   npm ci --ignore-scripts     (or: npm install @aws-sdk/client-ec2@latest …, for newer models)
//   node generate.mjs
//   git diff --stat ..          one structure a line, so a change of AWS's can be read
//
// Facts only: names, types and what is required; AWS's prose stays out. Version 3 is today's model, but knows neither the order of members nor
// what kind of number one is; version 2, where it has the member, tells both. The notation stands in every file's head.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const services = {
  ec2: {
    v3: "ec2", v2: "ec2-2016-11-15", title: "Amazon EC2", operations: `
      RunInstances DescribeInstances DescribeInstanceStatus StartInstances StopInstances RebootInstances TerminateInstances
      DescribeInstanceAttribute ModifyInstanceAttribute MonitorInstances UnmonitorInstances GetConsoleOutput DescribeInstanceTypes DescribeInstanceTypeOfferings
      DescribeImages CreateImage DeregisterImage CopyImage DescribeSnapshots CreateSnapshot DeleteSnapshot CopySnapshot
      CreateVolume DeleteVolume AttachVolume DetachVolume ModifyVolume DescribeVolumes DescribeVolumeStatus
      CreateSecurityGroup DeleteSecurityGroup DescribeSecurityGroups DescribeSecurityGroupRules AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
      RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateKeyPair ImportKeyPair DeleteKeyPair DescribeKeyPairs
      AllocateAddress AssociateAddress DisassociateAddress ReleaseAddress DescribeAddresses
      CreateTags DeleteTags DescribeTags CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate DescribeLaunchTemplates DescribeLaunchTemplateVersions
      DescribeRegions DescribeAvailabilityZones DescribeAccountAttributes DescribeVpcs DescribeSubnets CreateVpc CreateSubnet DeleteSubnet DeleteVpc ModifySubnetAttribute
      CreateInternetGateway AttachInternetGateway DetachInternetGateway DeleteInternetGateway DescribeInternetGateways
      CreateRouteTable DeleteRouteTable CreateRoute ReplaceRoute DeleteRoute AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation DescribeRouteTables
      CreateNatGateway DeleteNatGateway DescribeNatGateways DescribeVpcAttribute ModifyVpcAttribute DescribeNetworkAcls DescribeNetworkInterfaces DescribeSecurityGroupReferences
      ModifyInstanceMetadataOptions DescribeVolumesModifications DescribeImageAttribute ModifyImageAttribute DeleteLaunchTemplateVersions
      RequestSpotInstances CancelSpotInstanceRequests DescribeSpotInstanceRequests DescribeSpotPriceHistory
      AssociateIamInstanceProfile DisassociateIamInstanceProfile DescribeIamInstanceProfileAssociations
      PurchaseReservedInstancesOffering DescribeReservedInstancesOfferings DescribeReservedInstances`,
  },
  ecs: {
    v3: "ecs", v2: "ecs-2014-11-13", title: "Amazon ECS", operations: `
      CreateCluster DeleteCluster DescribeClusters ListClusters PutClusterCapacityProviders CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider DescribeCapacityProviders UpdateCluster
      RegisterTaskDefinition DeregisterTaskDefinition DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies
      RunTask StartTask StopTask DescribeTasks ListTasks CreateService UpdateService DeleteService DescribeServices ListServices
      DescribeContainerInstances ListContainerInstances UpdateContainerInstancesState RegisterContainerInstance DeregisterContainerInstance PutAttributes DeleteAttributes ListAttributes DescribeServiceDeployments ListServiceDeployments
      TagResource UntagResource ListTagsForResource`,
  },
  autoscaling: {
    v3: "auto-scaling", v2: "autoscaling-2011-01-01", title: "Amazon EC2 Auto Scaling", operations: `
      CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeScalingActivities
      SetDesiredCapacity ExecutePolicy PutScalingPolicy DeletePolicy DescribePolicies TerminateInstanceInAutoScalingGroup AttachLoadBalancerTargetGroups DetachLoadBalancerTargetGroups`,
  },
  "application-autoscaling": {
    v3: "application-auto-scaling", v2: "application-autoscaling-2016-02-06", title: "Application Auto Scaling", operations: `
      RegisterScalableTarget DeregisterScalableTarget DescribeScalableTargets PutScalingPolicy DeleteScalingPolicy DescribeScalingPolicies DescribeScalingActivities`,
  },
  elasticloadbalancing: {
    v3: "elastic-load-balancing-v2", v2: "elasticloadbalancingv2-2015-12-01", title: "Elastic Load Balancing", operations: `
      CreateLoadBalancer DeleteLoadBalancer DescribeLoadBalancers CreateTargetGroup ModifyTargetGroup DeleteTargetGroup DescribeTargetGroups
      RegisterTargets DeregisterTargets DescribeTargetHealth CreateListener DeleteListener DescribeListeners`,
  },
  iam: {
    v3: "iam", v2: "iam-2010-05-08", title: "IAM", operations: `
      CreateUser DeleteUser GetUser ListUsers CreateGroup DeleteGroup GetGroup ListGroups AddUserToGroup RemoveUserFromGroup ListGroupsForUser
      CreateRole DeleteRole GetRole ListRoles UpdateAssumeRolePolicy CreatePolicy DeletePolicy GetPolicy ListPolicies GetPolicyVersion
      AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy AttachRolePolicy DetachRolePolicy
      PutUserPolicy DeleteUserPolicy GetUserPolicy PutGroupPolicy DeleteGroupPolicy GetGroupPolicy PutRolePolicy DeleteRolePolicy GetRolePolicy
      ListAttachedUserPolicies ListAttachedGroupPolicies ListAttachedRolePolicies ListUserPolicies ListGroupPolicies ListRolePolicies
      PutUserPermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary DeleteRolePermissionsBoundary
      CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile ListInstanceProfiles AddRoleToInstanceProfile RemoveRoleFromInstanceProfile
      CreateAccessKey DeleteAccessKey ListAccessKeys UpdateAccessKey CreateLoginProfile GetLoginProfile UpdateLoginProfile DeleteLoginProfile ChangePassword
      GetAccountPasswordPolicy UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy GetAccountSummary CreateAccountAlias DeleteAccountAlias ListAccountAliases
      UpdateUser UpdateGroup UpdateRole CreatePolicyVersion DeletePolicyVersion ListPolicyVersions SetDefaultPolicyVersion ListEntitiesForPolicy ListInstanceProfilesForRole
      TagUser UntagUser ListUserTags TagRole UntagRole ListRoleTags TagPolicy UntagPolicy ListPolicyTags TagInstanceProfile UntagInstanceProfile ListInstanceProfileTags
      SimulateCustomPolicy SimulatePrincipalPolicy GetContextKeysForCustomPolicy`,
  },
  sts: { v3: "sts", v2: "sts-2011-06-15", title: "AWS STS", operations: "AssumeRole GetCallerIdentity DecodeAuthorizationMessage" },
  s3: {
    v3: "s3", v2: "s3-2006-03-01", title: "Amazon S3", operations: `
      CreateBucket DeleteBucket HeadBucket ListBuckets GetBucketLocation PutObject GetObject HeadObject DeleteObject DeleteObjects CopyObject GetObjectAttributes
      ListObjects ListObjectsV2 ListObjectVersions CreateMultipartUpload UploadPart UploadPartCopy CompleteMultipartUpload AbortMultipartUpload ListMultipartUploads ListParts
      PutBucketVersioning GetBucketVersioning PutBucketPolicy GetBucketPolicy DeleteBucketPolicy GetBucketPolicyStatus PutBucketEncryption GetBucketEncryption DeleteBucketEncryption
      PutBucketNotificationConfiguration GetBucketNotificationConfiguration PutPublicAccessBlock GetPublicAccessBlock DeletePublicAccessBlock
      PutBucketTagging GetBucketTagging DeleteBucketTagging PutObjectTagging GetObjectTagging DeleteObjectTagging
      PutBucketOwnershipControls GetBucketOwnershipControls PutBucketAcl GetBucketAcl PutObjectAcl GetObjectAcl PutBucketWebsite GetBucketWebsite DeleteBucketWebsite
      PutBucketLifecycleConfiguration GetBucketLifecycleConfiguration DeleteBucketLifecycle PutBucketCors GetBucketCors DeleteBucketCors`,
  },
  dynamodb: {
    v3: "dynamodb", v2: "dynamodb-2012-08-10", title: "Amazon DynamoDB", operations: `
      CreateTable DescribeTable UpdateTable DeleteTable ListTables PutItem GetItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem TransactGetItems TransactWriteItems
      UpdateTimeToLive DescribeTimeToLive TagResource UntagResource ListTagsOfResource DescribeLimits DescribeContinuousBackups UpdateContinuousBackups ExecuteStatement`,
  },
  dynamodbstreams: { v3: "dynamodb-streams", v2: "streams.dynamodb-2012-08-10", title: "Amazon DynamoDB Streams", operations: "ListStreams DescribeStream GetShardIterator GetRecords" },
  sqs: {
    v3: "sqs", v2: "sqs-2012-11-05", title: "Amazon SQS", operations: `
      CreateQueue DeleteQueue GetQueueUrl ListQueues GetQueueAttributes SetQueueAttributes PurgeQueue SendMessage SendMessageBatch ReceiveMessage DeleteMessage DeleteMessageBatch
      ChangeMessageVisibility ChangeMessageVisibilityBatch ListDeadLetterSourceQueues StartMessageMoveTask ListMessageMoveTasks CancelMessageMoveTask AddPermission RemovePermission TagQueue UntagQueue ListQueueTags`,
  },
  sns: {
    v3: "sns", v2: "sns-2010-03-31", title: "Amazon SNS", operations: `
      CreateTopic DeleteTopic ListTopics GetTopicAttributes SetTopicAttributes Subscribe Unsubscribe ConfirmSubscription ListSubscriptions ListSubscriptionsByTopic
      GetSubscriptionAttributes SetSubscriptionAttributes Publish PublishBatch AddPermission RemovePermission TagResource UntagResource ListTagsForResource`,
  },
  events: {
    v3: "eventbridge", v2: "eventbridge-2015-10-07", title: "Amazon EventBridge", operations: `
      CreateEventBus DeleteEventBus DescribeEventBus ListEventBuses PutRule DeleteRule DescribeRule ListRules EnableRule DisableRule PutTargets RemoveTargets ListTargetsByRule
      ListRuleNamesByTarget PutEvents TestEventPattern PutPermission RemovePermission TagResource UntagResource ListTagsForResource`,
  },
  scheduler: {
    v3: "scheduler", v2: "scheduler-2021-06-30", title: "Amazon EventBridge Scheduler", operations: `
      CreateSchedule UpdateSchedule DeleteSchedule GetSchedule ListSchedules CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup ListScheduleGroups`,
  },
  kinesis: {
    v3: "kinesis", v2: "kinesis-2013-12-02", title: "Amazon Kinesis Data Streams", operations: `
      CreateStream DeleteStream DescribeStream DescribeStreamSummary ListStreams ListShards PutRecord PutRecords GetShardIterator GetRecords SplitShard MergeShards UpdateShardCount
      IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod AddTagsToStream RemoveTagsFromStream ListTagsForStream`,
  },
  apigateway: {
    v3: "apigatewayv2", v2: "apigatewayv2-2018-11-29", title: "Amazon API Gateway (HTTP APIs)", operations: `
      CreateApi UpdateApi DeleteApi GetApi GetApis CreateRoute UpdateRoute DeleteRoute GetRoute GetRoutes CreateIntegration UpdateIntegration DeleteIntegration GetIntegration GetIntegrations
      CreateStage UpdateStage DeleteStage GetStage GetStages CreateDeployment GetDeployment GetDeployments`,
  },
  lambda: {
    v3: "lambda", v2: "lambda-2015-03-31", title: "AWS Lambda", operations: `
      CreateFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction GetFunction GetFunctionConfiguration ListFunctions Invoke PublishVersion ListVersionsByFunction
      CreateAlias UpdateAlias DeleteAlias GetAlias ListAliases AddPermission RemovePermission GetPolicy PutFunctionConcurrency GetFunctionConcurrency DeleteFunctionConcurrency
      PutProvisionedConcurrencyConfig GetProvisionedConcurrencyConfig DeleteProvisionedConcurrencyConfig ListProvisionedConcurrencyConfigs
      CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping ListEventSourceMappings
      PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig GetFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig ListFunctionEventInvokeConfigs
      CreateFunctionUrlConfig GetFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig ListFunctionUrlConfigs GetAccountSettings TagResource UntagResource ListTags`,
  },
  logs: {
    v3: "cloudwatch-logs", v2: "logs-2014-03-28", title: "Amazon CloudWatch Logs", operations: `
      CreateLogGroup DeleteLogGroup DescribeLogGroups CreateLogStream DeleteLogStream DescribeLogStreams PutLogEvents GetLogEvents FilterLogEvents
      PutSubscriptionFilter DescribeSubscriptionFilters DeleteSubscriptionFilter
      PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource ListTagsForResource`,
  },
  cloudwatch: {
    v3: "cloudwatch", v2: "monitoring-2010-08-01", title: "Amazon CloudWatch", operations: `
      PutMetricData GetMetricData GetMetricStatistics ListMetrics PutMetricAlarm DescribeAlarms DescribeAlarmsForMetric DeleteAlarms SetAlarmState EnableAlarmActions DisableAlarmActions DescribeAlarmHistory`,
  },
  secretsmanager: {
    v3: "secrets-manager", v2: "secretsmanager-2017-10-17", title: "AWS Secrets Manager", operations: `
      CreateSecret DeleteSecret RestoreSecret DescribeSecret GetSecretValue PutSecretValue UpdateSecret UpdateSecretVersionStage ListSecrets ListSecretVersionIds GetRandomPassword BatchGetSecretValue
      PutResourcePolicy GetResourcePolicy DeleteResourcePolicy TagResource UntagResource`,
  },
  ssm: {
    v3: "ssm", v2: "ssm-2014-11-06", title: "AWS Systems Manager (Parameter Store)", operations: `
      PutParameter GetParameter GetParameters GetParametersByPath GetParameterHistory DeleteParameter DeleteParameters DescribeParameters LabelParameterVersion
      AddTagsToResource RemoveTagsFromResource ListTagsForResource`,
  },
};

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const scalar = { 0: "string", 1: "integer", 2: "boolean", 4: "timestamp", 5: "timestamp", 6: "timestamp", 7: "timestamp", 15: "document", 17: "long", 21: "blob", 42: "stream" };
const kind = { list: 1, map: 2, structure: 3, union: 4, operation: 9, error: -3 };
const numbers = new Set(["integer", "long", "float", "double"]);

const others = {};

for (const [service, about] of Object.entries(services)) {
  const folder = join(packages, "@aws-sdk", `client-${about.v3}`);
  const version = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
  const schemas = createRequire(import.meta.url)(`@aws-sdk/client-${about.v3}`);
  const older = JSON.parse(readFileSync(join(packages, "aws-sdk", "apis", `${about.v2}.min.json`), "utf8"));
  const shapes = new Map();

  const oldShape = shape => (shape?.shape ? older.shapes[shape.shape] : shape);

  function describe(schema, old) {
    old = oldShape(old);
    if (typeof schema === "function") schema = schema();
    if (schema === "unit") return null;
    if (typeof schema === "number") {
      if (schema & 64) return [describe(schema & ~64, old?.member)];
      if (schema & 128) return { "*": describe(schema & ~128, old?.value) };
      const name = scalar[schema];
      if (!name) throw new Error(`unknown type ${schema} in ${service}`);
      return name === "integer" && numbers.has(old?.type) ? old.type : name;
    }
    // A member with traits of its own is [type, traits]; a schema begins with its kind, a namespace and a name.
    if (typeof schema[1] !== "string") return describe(schema[0], old);
    switch (schema[0]) {
      case 0: return describe(schema[4], old);
      case kind.list: return [describe(schema[4], old?.member)];
      case kind.map: return { "*": describe(schema[5], old?.value) };
      case kind.structure:
      case kind.union: return structure(schema, old);
      default: throw new Error(`unknown kind ${schema[0]} in ${service}`);
    }
  }

  function structure([, , name, , names, types, required = 0], old) {
    if (shapes.has(name)) return `@${name}`;
    shapes.set(name, null);
    const order = Object.keys(old?.members ?? {});
    const place = i => (order.includes(names[i]) ? order.indexOf(names[i]) : order.length + i);
    const members = {};
    for (const i of names.map((_, i) => i).sort((a, b) => place(a) - place(b))) {
      members[names[i] + (i < required ? "!" : "")] = describe(types[i], old?.members?.[names[i]]);
    }
    shapes.set(name, members);
    return `@${name}`;
  }

  // What AWS has beside: named, so that clients can say what the course lacks.
  const wanted = new Set(about.operations.trim().split(/\s+/));
  others[service] = Object.values(schemas).filter(s => Array.isArray(s) && s[0] === kind.operation && !wanted.has(s[2])).map(s => s[2]).sort().join(" ");

  const operations = {};
  for (const name of about.operations.trim().split(/\s+/)) {
    const schema = schemas[`${name}$`];
    if (schema?.[0] !== kind.operation) throw new Error(`${service} has no ${name}`);
    const [input, output] = [schema[4], schema[5]];
    operations[name] = [describe(input, older.operations[name]?.input), describe(output, older.operations[name]?.output)];
  }

  // What a service can answer instead, by the name that AWS's clients give it: [code on the wire, HTTP status].
  const errors = {};
  for (const schema of Object.values(schemas)) {
    if (!Array.isArray(schema) || schema[0] !== kind.error || /ServiceException$/.test(schema[2]) && schema[1].startsWith("smithy.")) continue;
    const [code, status] = schema[3]?.awsQueryError ?? [schema[2], schema[3]?.httpError ?? (schema[3]?.error === "server" ? 500 : 400)];
    errors[schema[2]] = [code, status];
  }

  // How a long answer is asked for page by page, and what can be waited for.
  const known = (file, part) => {
    const path = join(packages, "aws-sdk", "apis", `${about.v2}.${file}.json`);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8"))[part] : {};
  };
  const paging = Object.fromEntries(Object.entries(known("paginators", "pagination")).filter(([name, p]) => operations[name] && p.input_token));
  const waiters = Object.fromEntries(Object.entries(known("waiters2", "waiters")).filter(([, w]) => operations[w.operation]));
  const byName = table => Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)).map(line).join(",\n");

  const line = ([name, members]) => `    ${JSON.stringify(name)}: ${JSON.stringify(members)}`;
  writeFileSync(join(here, "..", `${service}.json`), `{
  "source": ${JSON.stringify(`API model of ${about.title}, API version ${older.metadata.apiVersion}, as shipped with @aws-sdk/client-${about.v3} ${version} (Apache-2.0)`)},
  "asOf": "2026-11-22",
  "notation": "operation: [input, output]; name! is required; [x] is a list of x; {\\"*\\": x} is a map of x; @Name is a structure below; error: [code, HTTP status]",
  "operations": {
${Object.entries(operations).map(line).join(",\n")}
  },
  "shapes": {
${[...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(line).join(",\n")}
  },
  "errors": {
${byName(errors)}
  },
  "paging": {
${byName(paging)}
  },
  "waiters": {
${byName(waiters)}
  }
}
`);
  console.log(`${service}: ${Object.keys(operations).length} operations, ${shapes.size} structures`);
}
writeFileSync(join(here, "..", "other-operations.json"), `{
${Object.entries(others).map(([service, names]) => `  ${JSON.stringify(service)}: ${JSON.stringify(names)}`).join(",\n")}
}
`);
