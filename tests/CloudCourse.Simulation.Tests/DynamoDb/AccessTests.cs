using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <summary>Permissions as the Service Authorization Reference and the developer guide have them.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"/>
public sealed class AccessTests
{
    private static DynamoAccount As(string statement)
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "ana"}, "score": {"N": "1"}, "secret": {"S": "x"}}}""");
        account.PutOrder("ana", 1, "2026", "open", 1);
        account.Test.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        var policy = JsonSerializer.Serialize($$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""");
        account.Test.Do("iam", "PutUserPolicy", $$"""{"UserName": "ana", "PolicyName": "p", "PolicyDocument": {{policy}}}""");
        account.Test.As = Caller.User(TestAccount.Id, "ana");
        return account;
    }

    private const string Own = """{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/*", "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}}""";

    [Theory]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}}""", true)]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "ben"}}}""", false)]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "ben"}}}""", false)]
    [InlineData("BatchGetItem", """{"RequestItems": {"users": {"Keys": [{"id": {"S": "ana"}}, {"id": {"S": "ben"}}]}}}""", false)]
    [InlineData("BatchWriteItem", """{"RequestItems": {"users": [{"DeleteRequest": {"Key": {"id": {"S": "ben"}}}}]}}""", false)]
    [InlineData("Query", """{"TableName": "orders", "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ana"}}}""", true)]
    [InlineData("Query", """{"TableName": "orders", "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ben"}}}""", false)]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "by-state", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""", false)]
    [InlineData("TransactWriteItems", """{"TransactItems": [{"Put": {"TableName": "users", "Item": {"id": {"S": "ana"}}}}, {"Put": {"TableName": "users", "Item": {"id": {"S": "ben"}}}}]}""", false)]
    public void Leading_keys_hold_everyone_to_their_own_items(string operation, string input, bool allowed) => Decides(As(Own), operation, input, allowed);

    private const string Scores = """{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/users", "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "score"]}, "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES", "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]}}}""";

    [Theory]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}, "ProjectionExpression": "score"}""", true)]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}, "ProjectionExpression": "score, secret"}""", false)]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}}""", false)]
    [InlineData("Scan", """{"TableName": "users"}""", false)]
    [InlineData("Scan", """{"TableName": "users", "ProjectionExpression": "score", "FilterExpression": "attribute_exists(secret)"}""", false)]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}, "UpdateExpression": "SET score = :s", "ExpressionAttributeValues": {":s": {"N": "2"}}}""", true)]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}, "UpdateExpression": "SET score = secret"}""", false)]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "ana"}}, "ReturnValues": "ALL_OLD", "UpdateExpression": "SET score = :s", "ExpressionAttributeValues": {":s": {"N": "2"}}}""", false)]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "ana"}, "secret": {"S": "y"}}}""", false)]
    public void Attributes_can_be_kept_from_a_caller(string operation, string input, bool allowed) => Decides(As(Scores), operation, input, allowed);

    private static void Decides(DynamoAccount account, string operation, string input, bool allowed)
    {
        if (allowed)
        {
            account.Do(operation, input);
            return;
        }
        Assert.Equal("AccessDeniedException", account.Error(operation, input).Code);
    }

    [Fact]
    public void An_index_is_a_resource_of_its_own()
    {
        const string Query = """{"TableName": "orders", "IndexName": "by-state", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""";
        var error = As("""{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:*:*:table/orders"}""").Error("Query", Query);
        Assert.Equal("User: arn:aws:iam::111122223333:user/ana is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-state because no identity-based policy allows the dynamodb:Query action", error.Message);
        As("""{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:*:*:table/orders/index/*"}""").Do("Query", Query);
    }

    [Theory]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "x"}}}""", "dynamodb:PutItem")]
    [InlineData("TransactWriteItems", """{"TransactItems": [{"ConditionCheck": {"TableName": "users", "Key": {"id": {"S": "ana"}}, "ConditionExpression": "attribute_exists(id)"}}]}""", "dynamodb:ConditionCheckItem")]
    [InlineData("TransactGetItems", """{"TransactItems": [{"Get": {"TableName": "users", "Key": {"id": {"S": "ana"}}}}]}""", "dynamodb:GetItem")]
    [InlineData("DescribeTable", """{"TableName": "nobody"}""", "dynamodb:DescribeTable")]
    [InlineData("ListTables", "{}", "dynamodb:ListTables")]
    [InlineData("CreateTable", """{"TableName": "third", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "Tags": [{"Key": "a", "Value": "b"}]}""", "dynamodb:CreateTable")]
    public void Without_permission_nothing_is_told_not_even_whether_it_is_there(string operation, string input, string action)
    {
        var error = As("""{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}""").Error(operation, input);
        Assert.Equal("AccessDeniedException", error.Code);
        Assert.Equal(action, Assert.Single(error.Denied).Action);
    }

    [Fact]
    public void A_policy_can_ask_for_a_transaction()
    {
        var account = As("""{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*", "Condition": {"StringEquals": {"dynamodb:EnclosingOperation": "TransactWriteItems"}}}""");
        Decides(account, "PutItem", """{"TableName": "users", "Item": {"id": {"S": "x"}}}""", false);
        Decides(account, "TransactWriteItems", """{"TransactItems": [{"Put": {"TableName": "users", "Item": {"id": {"S": "x"}}}}]}""", true);
    }

    [Fact]
    public void Streams_ask_for_DynamoDBs_actions()
    {
        var account = As("""{"Effect": "Deny", "Action": "dynamodb:ListStreams", "Resource": "*"}, {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}""");
        Assert.Equal("AccessDeniedException", account.Test.Refused("dynamodbstreams", "ListStreams"));
    }
}
