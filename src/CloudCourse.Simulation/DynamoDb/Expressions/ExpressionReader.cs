using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>Reads expressions by themselves, apart from a request.</summary>
public static class ExpressionReader
{
    /// <param name="names">By placeholder, such as <c>#n</c>.</param>
    /// <param name="values">By placeholder, such as <c>:v</c>.</param>
    /// <exception cref="Cloud.AwsException">ValidationException, in DynamoDB's words.</exception>
    public static Condition Condition(string text, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, AttributeValue> values) =>
        ConditionParser.Parse(text, "ConditionExpression", new(names, values));

    /// <inheritdoc cref="Condition"/>
    public static UpdateExpression Update(string text, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, AttributeValue> values) => UpdateParser.Parse(text, new(names, values));

    /// <inheritdoc cref="Condition"/>
    public static Projection Projection(string text, IReadOnlyDictionary<string, string> names) => Expressions.Projection.Parse(text, new(names, []));
}
