using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>What a query asks of one key attribute.</summary>
/// <param name="Comparator">Null for <c>BETWEEN</c> and <c>begins_with</c>.</param>
/// <param name="High">The upper bound of <c>BETWEEN</c>.</param>
public sealed record KeyTerm(string Name, Comparator? Comparator, AttributeValue Value, AttributeValue? High)
{
    public bool Matches(AttributeValue key) =>
        High is not null ? AttributeValue.Compare(key, Value) is >= 0 && AttributeValue.Compare(key, High) is <= 0
        : Comparator is { } comparator ? AttributeValue.Compare(key, Value) is { } order && Comparison.Fits(order, comparator)
        : FunctionCondition.BeginsWith(key, Value);
}

/// <summary>A key condition expression taken apart: at most one term a key attribute.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html"/>
internal static class KeyConditions
{
    public const string Kind = "KeyConditionExpression";

    public static IReadOnlyDictionary<string, KeyTerm> TermsOf(Condition condition)
    {
        Dictionary<string, KeyTerm> terms = new(StringComparer.Ordinal);
        Collect(condition, terms);
        return terms;
    }

    private static void Collect(Condition condition, Dictionary<string, KeyTerm> terms)
    {
        switch (condition)
        {
            case Joined { All: true } and:
                foreach (var part in and.Parts) Collect(part, terms);
                return;
            case Joined: throw Operator("OR");
            case Not: throw Operator("NOT");
            case OneOf: throw Operator("IN");
            case FunctionCondition { Name: not "begins_with" } function: throw Operator(function.Name);
        }
        var term = condition switch
        {
            Comparison c => Compared(c),
            Between b => new(NameIn(b.Value, "BETWEEN"), null, ValueOf(b.Low), ValueOf(b.High)),
            FunctionCondition f => new(NameIn(f.Arguments[0], "begins_with"), null, ValueOf(f.Arguments[1]), null),
            _ => throw DynamoErrors.Validation("Query key condition not supported"),
        };
        if (!terms.TryAdd(term.Name, term)) throw DynamoErrors.Validation("KeyConditionExpressions must only contain one condition per key");
    }

    private static KeyTerm Compared(Comparison c)
    {
        if (c.Comparator is Comparator.NotEqual) throw Operator("<>");
        if (c.Left is SizeOperand || c.Right is SizeOperand) throw Nested();
        return (c.Left, c.Right) switch
        {
            (PathOperand, PathOperand) => throw DynamoErrors.Validation("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
            (PathOperand path, _) => new(NameOf(path), c.Comparator, ValueOf(c.Right), null),
            (_, PathOperand path) => new(NameOf(path), Turned(c.Comparator), ValueOf(c.Left), null),
            _ => throw DynamoErrors.Validation("Invalid condition in KeyConditionExpression: No key attribute specified"),
        };
    }

    private static Comparator Turned(Comparator comparator) => comparator switch
    {
        Comparator.Less => Comparator.Greater,
        Comparator.LessOrEqual => Comparator.GreaterOrEqual,
        Comparator.Greater => Comparator.Less,
        Comparator.GreaterOrEqual => Comparator.LessOrEqual,
        _ => comparator,
    };

    private static string NameIn(Operand operand, string what) => operand switch
    {
        PathOperand path => NameOf(path),
        SizeOperand => throw Nested(),
        _ => throw DynamoErrors.Validation($"Invalid condition in KeyConditionExpression: {what} operator must have the key attribute as its first operand"),
    };

    private static string NameOf(PathOperand path) => path.Path.Steps.Count == 1 ? path.Path.Head
        : throw DynamoErrors.Validation("KeyConditionExpressions cannot have conditions on nested attributes");

    private static AttributeValue ValueOf(Operand operand) => operand switch
    {
        ValueOperand value => value.Value,
        SizeOperand => throw Nested(),
        _ => throw DynamoErrors.Validation("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
    };

    private static AwsException Nested() => DynamoErrors.Validation("KeyConditionExpressions cannot contain nested operations");

    private static AwsException Operator(string name) =>
        DynamoErrors.Validation($"Invalid operator used in KeyConditionExpression: {name}", "The partition key takes =; the sort key takes =, <, <=, >, >=, BETWEEN or begins_with. Everything else belongs into a FilterExpression.");
}
