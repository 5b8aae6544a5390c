namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <summary>Expressions that DynamoDB refuses, and how it says so.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html"/>
public sealed class ExpressionMessageTests
{
    private const string Values = """{":s": {"S": "x"}, ":n": {"N": "5"}, ":m": {"N": "4"}, ":b": {"BOOL": true}, ":l": {"L": []}, ":t": {"S": "T"}, ":ss": {"SS": ["a"]}}""";

    /// <summary>Only the values that an expression mentions are sent, so that none is unused.</summary>
    private static string Used(string expression)
    {
        var all = System.Text.Json.Nodes.JsonNode.Parse(Values)!.AsObject();
        foreach (var (key, _) in all.ToList())
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(expression, key + @"\b")) all.Remove(key);
        }
        return all.Count == 0 ? "" : $""", "ExpressionAttributeValues": {all.ToJsonString()}""";
    }

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("foo", "Syntax error; token: \"<EOF>\", near: \"foo\"")]
    [InlineData("a-b", "Syntax error; token: \"-\", near: \"a-b\"")]
    [InlineData("a = ", "Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData("a == :s", "Syntax error; token: \"=\", near: \"== :s\"")]
    [InlineData("a = :s b", "Syntax error; token: \"b\", near: \":s b\"")]
    [InlineData("_a = :s", "Syntax error; token: \"_\", near: \"_a\"")]
    [InlineData("a : s", "Syntax error; token: \":\", near: \"a : s\"")]
    [InlineData("a attribute_not_exists :s", "Syntax error; token: \"attribute_not_exists\", near: \"a attribute_not_exists :s\"")]
    [InlineData("attribute_exists(a) AND NOT b", "Syntax error; token: \"<EOF>\", near: \"b\"")]
    [InlineData("((a = :s))", "The expression has redundant parentheses;")]
    [InlineData("foo(a)", "Invalid function name; function: foo")]
    [InlineData("if_not_exists(a, :s) = :s", "The function is not allowed in a condition expression; function: if_not_exists")]
    [InlineData("size(a)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("attribute_exists(a) = :b", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("name = :s", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("a.Status = :s", "Attribute name is a reserved keyword; reserved keyword: Status")]
    [InlineData("#a = :s", "An expression attribute name used in the document path is not defined; attribute name: #a")]
    [InlineData("a = :zz", "An expression attribute value used in expression is not defined; attribute value: :zz")]
    [InlineData("attribute_exists(a, b)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("a = a", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]")]
    [InlineData("contains(a.b[0], a.b[0])", "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a, b, [0]]")]
    [InlineData("attribute_exists(:s)", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("begins_with(a, :n)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("attribute_type(a, :t)", "Invalid attribute type name found; type: T, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("size(:n) = :m", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("a < :b", "Incorrect operand type for operator or function; operator: <, operand type: BOOL")]
    [InlineData("a BETWEEN :n AND :m", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:4}")]
    [InlineData("a BETWEEN :n AND :s", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {S:x}")]
    [InlineData("a[99999999999] = :s", "List index is not within the allowable range; index: [99999999999]")]
    public void A_condition(string expression, string message)
    {
        var error = DynamoAccount.Ready().Error("PutItem", $$$"""{"TableName": "users", "Item": {"id": {"S": "a"}}, "ConditionExpression": "{{{expression}}}"{{{Used(expression)}}}}""");
        Assert.Equal(("ValidationException", "Invalid ConditionExpression: " + message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("INVALID SYNTAX HERE", "Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\"")]
    [InlineData("ADD hits : incr", "Syntax error; token: \":\", near: \"hits : incr\"")]
    [InlineData("SET #as, #x", "Syntax error; token: \",\", near: \"#as, #x\"")]
    [InlineData("SET a = b 1", "Syntax error; token: \"1\", near: \"b 1\"")]
    [InlineData("SET a = :n + :n + :n", "Syntax error; token: \"+\", near: \":n + :n\"")]
    [InlineData("SET a = :n SET b = :n", "The \"SET\" section can only be used once in an update expression;")]
    [InlineData("SET a = :n, a = :n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("SET a = :n REMOVE a.b.c", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b, c]")]
    [InlineData("SET a[0] = :n, a.b = :n", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]")]
    [InlineData("SET a = list_append(b, :n)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: N")]
    [InlineData("SET a = b + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("SET a = if_not_exists(:s, :n)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("SET a = size(b)", "The function is not allowed in an update expression; function: size")]
    [InlineData("SET a = if_not_exists(b)", "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1")]
    [InlineData("ADD a :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("DELETE a :n", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("SET count = :n", "Attribute name is a reserved keyword; reserved keyword: count")]
    [InlineData("SET a = :n,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    public void An_update(string expression, string message)
    {
        var error = DynamoAccount.Ready().Error("UpdateItem", $$$"""{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "{{{expression}}}"{{{Used(expression)}}}{{{(expression.Contains('#', StringComparison.Ordinal) ? """, "ExpressionAttributeNames": {"#as": "as", "#x": "x"}""" : "")}}}}""");
        Assert.Equal(("ValidationException", "Invalid UpdateExpression: " + message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("SET absent.x = :n", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET s.x = :n", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET x = absent", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET x = s + :n", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET x = list_append(s, :l)", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD s :n", "An operand in the update expression has an incorrect data type")]
    [InlineData("DELETE s :ss", "An operand in the update expression has an incorrect data type")]
    public void An_update_that_the_items_content_does_not_allow(string expression, string message)
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "s": {"S": "text"}}}""");
        var error = account.Error("UpdateItem", $$$"""{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "{{{expression}}}"{{{Used(expression)}}}}""");
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("id = :s OR id = :t", "Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("NOT id = :s", "Invalid operator used in KeyConditionExpression: NOT")]
    [InlineData("id IN (:s)", "Invalid operator used in KeyConditionExpression: IN")]
    [InlineData("id <> :s", "Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("contains(id, :s)", "Invalid operator used in KeyConditionExpression: contains")]
    [InlineData("size(id) = :n", "KeyConditionExpressions cannot contain nested operations")]
    [InlineData("id = x", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")]
    [InlineData("id.x = :s", "KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData(":s = :t", "Invalid condition in KeyConditionExpression: No key attribute specified")]
    [InlineData("id = :s AND id = :t", "KeyConditionExpressions must only contain one condition per key")]
    [InlineData("x = :s", "Query condition missed key schema element: id")]
    [InlineData("id > :s", "Query key condition not supported")]
    [InlineData("id = :s AND x = :t", "Query key condition not supported")]
    [InlineData("id = :n", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    public void A_key_condition(string expression, string message)
    {
        var error = DynamoAccount.Ready().Error("Query", $$$"""{"TableName": "users", "KeyConditionExpression": "{{{expression}}}"{{{Used(expression)}}}}""");
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Fact]
    public void An_expression_is_four_kilobytes_at_most_and_a_list_a_hundred_operands()
    {
        var account = DynamoAccount.Ready();
        Assert.StartsWith("Invalid FilterExpression: Expression size has exceeded the maximum allowed size;", account.Error("Scan", $$"""{"TableName": "users", "FilterExpression": "{{new string('a', 4097)}}"}""").Message, StringComparison.Ordinal);
        Assert.Equal("Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101",
            account.Error("Scan", $$"""{"TableName": "users", "FilterExpression": "a IN ({{string.Join(", ", Enumerable.Range(0, 101).Select(i => $"b{i}"))}})"}""").Message);
        Assert.Equal("Invalid FilterExpression: The document path has too many nesting elements; nesting level: 33",
            account.Error("Scan", $$"""{"TableName": "users", "FilterExpression": "attribute_exists({{string.Join('.', Enumerable.Repeat("a", 33))}})"}""").Message);
    }
}
