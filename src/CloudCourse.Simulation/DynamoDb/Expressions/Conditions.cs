using System.Globalization;
using System.Text;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>Something that has a value for an item, or none. Its text is an expression again.</summary>
public abstract class Operand
{
    /// <returns>Null where the item has no such attribute, or the operand cannot be computed.</returns>
    public abstract AttributeValue? Of(Item item);
}

public sealed class PathOperand(DocumentPath path) : Operand
{
    public DocumentPath Path => path;
    public override AttributeValue? Of(Item item) => path.Find(item);
    public override string ToString() => path.ToString();
}

public sealed class ValueOperand(string key, AttributeValue value) : Operand
{
    public AttributeValue Value => value;
    public override AttributeValue? Of(Item item) => value;
    public override string ToString() => key;
}

/// <summary><c>size</c>: characters of a text, bytes of a binary, members of what has members.</summary>
public sealed class SizeOperand(Operand of) : Operand
{
    public Operand Inner => of;

    public override AttributeValue? Of(Item item) => of.Of(item) switch
    {
        StringValue text => Count(text.Text.EnumerateRunes().Count()),
        BinaryValue bytes => Count(bytes.Bytes.Length),
        SetValue set => Count(set.Members.Count),
        ListValue list => Count(list.Items.Count),
        MapValue map => Count(map.Members.Count),
        _ => null,
    };

    private static NumberValue Count(int count) => new(DynamoNumber.Of(count));

    public override string ToString() => $"size({of})";
}

/// <summary>A condition on an item. Its text is an expression that means the same.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html"/>
public abstract class Condition
{
    public abstract bool Holds(Item item);
}

public enum Comparator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

public sealed class Comparison(Comparator comparator, Operand left, Operand right) : Condition
{
    public Comparator Comparator => comparator;
    public Operand Left => left;
    public Operand Right => right;

    public override bool Holds(Item item)
    {
        var (a, b) = (left.Of(item), right.Of(item));
        if (comparator is Comparator.Equal or Comparator.NotEqual) return (a is not null && a.Equals(b)) == comparator is Comparator.Equal;
        return a is not null && b is not null && AttributeValue.Compare(a, b) is { } order && Fits(order, comparator);
    }

    internal static bool Fits(int order, Comparator comparator) => comparator switch
    {
        Comparator.Equal => order == 0,
        Comparator.NotEqual => order != 0,
        Comparator.Less => order < 0,
        Comparator.LessOrEqual => order <= 0,
        Comparator.Greater => order > 0,
        _ => order >= 0,
    };

    public static string Sign(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "<>",
        Comparator.Less => "<",
        Comparator.LessOrEqual => "<=",
        Comparator.Greater => ">",
        _ => ">=",
    };

    public override string ToString() => $"{left} {Sign(comparator)} {right}";
}

public sealed class Between(Operand value, Operand low, Operand high) : Condition
{
    public Operand Value => value;
    public Operand Low => low;
    public Operand High => high;

    public override bool Holds(Item item) =>
        value.Of(item) is { } v && low.Of(item) is { } l && high.Of(item) is { } h
        && AttributeValue.Compare(v, l) is >= 0 && AttributeValue.Compare(v, h) is <= 0;

    public override string ToString() => $"{value} BETWEEN {low} AND {high}";
}

public sealed class OneOf(Operand value, IReadOnlyList<Operand> list) : Condition
{
    public Operand Value => value;
    public IReadOnlyList<Operand> List => list;

    public override bool Holds(Item item) => value.Of(item) is { } v && list.Any(o => v.Equals(o.Of(item)));

    public override string ToString() => $"{value} IN ({string.Join(", ", list)})";
}

/// <summary><c>attribute_exists</c> and the others that are conditions by themselves.</summary>
public sealed class FunctionCondition(string name, IReadOnlyList<Operand> arguments) : Condition
{
    public string Name => name;
    public IReadOnlyList<Operand> Arguments => arguments;

    public override bool Holds(Item item)
    {
        var first = arguments[0].Of(item);
        var second = arguments.Count > 1 ? arguments[1].Of(item) : null;
        return name switch
        {
            "attribute_exists" => first is not null,
            "attribute_not_exists" => first is null,
            "attribute_type" => first is not null && second is StringValue type && first.Type == type.Text,
            "begins_with" => BeginsWith(first, second),
            _ => Contains(first, second),
        };
    }

    internal static bool BeginsWith(AttributeValue? value, AttributeValue? start) => (value, start) switch
    {
        (StringValue v, StringValue s) => v.Text.StartsWith(s.Text, StringComparison.Ordinal),
        (BinaryValue v, BinaryValue s) => v.Bytes.Span.StartsWith(s.Bytes.Span),
        _ => false,
    };

    private static bool Contains(AttributeValue? value, AttributeValue? part) => (value, part) switch
    {
        (null, _) or (_, null) => false,
        (StringValue v, StringValue p) => v.Text.Contains(p.Text, StringComparison.Ordinal),
        (BinaryValue v, BinaryValue p) => v.Bytes.Span.IndexOf(p.Bytes.Span) >= 0,
        (SetValue set, _) => set.Has(part),
        (ListValue list, _) => list.Items.Contains(part),
        _ => false,
    };

    public override string ToString() => $"{name}({string.Join(", ", arguments)})";
}

public sealed class Not(Condition inner) : Condition
{
    public Condition Inner => inner;
    public override bool Holds(Item item) => !inner.Holds(item);
    public override string ToString() => $"NOT {Joined.InParentheses(inner)}";
}

/// <summary>Conditions joined by AND, or by OR. A long chain is one node, so that its depth stays that of its parentheses.</summary>
public sealed class Joined(bool all, IReadOnlyList<Condition> parts) : Condition
{
    public bool All => all;
    public IReadOnlyList<Condition> Parts => parts;

    public override bool Holds(Item item)
    {
        foreach (var part in parts)
        {
            if (part.Holds(item) != all) return !all;
        }
        return all;
    }

    internal static string InParentheses(Condition condition) => condition is Joined or Not ? $"({condition})" : condition.ToString()!;

    public override string ToString()
    {
        StringBuilder text = new();
        foreach (var part in parts)
        {
            if (text.Length > 0) text.Append(CultureInfo.InvariantCulture, $" {(all ? "AND" : "OR")} ");
            text.Append(InParentheses(part));
        }
        return text.ToString();
    }
}
