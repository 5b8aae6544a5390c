using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>Reads conditions, filters and key conditions.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Syntax"/>
internal sealed class ConditionParser : ExpressionParser
{
    private const int MaxInOperands = 100;

    private static readonly string[] Types = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];

    /// <summary>The last thing read stood in parentheses, all of it.</summary>
    private bool _inParentheses;

    private ConditionParser(string text, string kind, ExpressionContext context, Location at) : base(text, kind, context, at)
    {
    }

    /// <param name="kind">Such as <c>ConditionExpression</c>, for messages.</param>
    /// <exception cref="Cloud.AwsException">ValidationException, in DynamoDB's words.</exception>
    public static Condition Parse(string text, string kind, ExpressionContext context, Location at = default)
    {
        ConditionParser parser = new(text, kind, context, at);
        var node = parser.ParseOr(false);
        if (parser.Now.Kind is not TokenKind.End) throw parser.SyntaxError();
        var condition = parser.AsCondition(node);
        parser.CheckFaults();
        return condition;
    }

    /// <summary>A function that is not known yet to be a condition or an operand.</summary>
    private sealed class Called(string name, IReadOnlyList<Operand> arguments) : Operand
    {
        public string Name => name;
        public IReadOnlyList<Operand> Arguments => arguments;
        public override AttributeValue? Of(Item item) => null;
        public override string ToString() => $"{name}({string.Join(", ", arguments)})";
    }

    protected override bool IsKeyword(Token word) => word.IsWord("AND") || word.IsWord("OR") || word.IsWord("NOT") || word.IsWord("BETWEEN") || word.IsWord("IN");

    /// <param name="enclosed">Right behind an opening parenthesis, an operand may stand alone.</param>
    /// <returns>A condition or an operand.</returns>
    private object ParseOr(bool enclosed) => Chain(enclosed, "OR", ParseAnd);

    private object ParseAnd(bool enclosed) => Chain(enclosed, "AND", ParseNot);

    private object Chain(bool enclosed, string word, Func<bool, object> part)
    {
        var first = part(enclosed);
        if (!Now.IsWord(word)) return first;
        List<Condition> parts = [AsCondition(first)];
        while (Now.IsWord(word))
        {
            Take();
            CountOperator();
            parts.Add(AsCondition(part(false)));
        }
        _inParentheses = false;
        return new Joined(word == "AND", parts);
    }

    private object ParseNot(bool enclosed)
    {
        if (!Now.IsWord("NOT")) return ParseComparison(enclosed);
        Take();
        CountOperator();
        var inner = AsCondition(ParseNot(false));
        _inParentheses = false;
        return new Not(inner);
    }

    private object ParseComparison(bool enclosed)
    {
        var left = ParsePrimary();
        if (ComparatorOf(Now) is { } comparator) return Compared(OperandFor(left), comparator);
        if (Now.IsWord("BETWEEN")) return ParseBetween(OperandFor(left));
        if (Now.IsWord("IN")) return ParseIn(OperandFor(left));
        if (left is Condition or Called || (enclosed && Now.Is(")"))) return left;
        throw SyntaxError();
    }

    private Operand OperandFor(object left) => left is Operand ? AsOperand(left) : throw SyntaxError();

    private static Comparator? ComparatorOf(Token token) => token.Kind is not TokenKind.Symbol ? null : token.Text switch
    {
        "=" => Comparator.Equal,
        "<>" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        _ => null,
    };

    private Comparison Compared(Operand left, Comparator comparator)
    {
        var sign = Take().Text;
        CountOperator();
        var right = ParseOperand();
        CheckDistinct(sign, [left, right]);
        if (comparator is not (Comparator.Equal or Comparator.NotEqual)) CheckOrdered(sign, left, right);
        _inParentheses = false;
        return new(comparator, left, right);
    }

    private Between ParseBetween(Operand value)
    {
        Take();
        CountOperator();
        var low = ParseOperand();
        if (!Now.IsWord("AND")) throw SyntaxError();
        Take();
        var high = ParseOperand();
        CheckOrdered("BETWEEN", value, low, high);
        if (low is ValueOperand { Value: var l } && high is ValueOperand { Value: var h })
        {
            var bounds = $"lower bound operand: AttributeValue: {Shown(l)}, upper bound operand: AttributeValue: {Shown(h)}";
            if (l.Type != h.Type) Note(Fault.OperandType, $"The BETWEEN operator requires same data type for lower and upper bounds; {bounds}");
            else if (AttributeValue.Compare(l, h) > 0) Note(Fault.OperandType, $"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {bounds}");
        }
        _inParentheses = false;
        return new(value, low, high);
    }

    private static string Shown(AttributeValue value) => $"{{{value.Type}:{value switch { StringValue s => s.Text.Shortened(), NumberValue n => n.Number.ToString(), BinaryValue b => b.Base64.Shortened(), _ => "" }}}}";

    private OneOf ParseIn(Operand value)
    {
        Take();
        CountOperator();
        Expect("(");
        var list = ParseArguments();
        if (list.Count > MaxInOperands) throw Error($"The IN operator is provided with too many operands; number of operands: {list.Count}");
        _inParentheses = false;
        return new(value, list);
    }

    private List<Operand> ParseArguments()
    {
        List<Operand> list = [ParseOperand()];
        while (TryTake(",")) list.Add(ParseOperand());
        Expect(")");
        return list;
    }

    private Operand ParseOperand() => ParsePrimary() is Operand operand ? AsOperand(operand) : throw SyntaxError();

    /// <summary>A function, a value, a path, or anything in parentheses.</summary>
    private object ParsePrimary()
    {
        if (Now.Is("(")) return ParseParentheses();
        _inParentheses = false;
        if (Now.Kind is TokenKind.Value) return TakeValue();
        if (Now.Kind is TokenKind.Word && !IsKeyword(Now) && Following.Is("(")) return ParseFunction();
        var path = TakePath();
        _inParentheses = false;
        return new PathOperand(path);
    }

    private object ParseParentheses()
    {
        Take();
        Enter();
        var inner = ParseOr(true);
        Expect(")");
        Leave();
        if (_inParentheses) Note(Fault.Parentheses, "The expression has redundant parentheses;");
        _inParentheses = true;
        if (inner is not PathOperand { Path: var path } || !(Now.Is(".") || Now.Is("["))) return inner;
        _inParentheses = false;
        return new PathOperand(Extended([.. path.Steps]));
    }

    private Called ParseFunction()
    {
        var name = Take().Text;
        Take();
        CountOperator();
        Enter();
        if (Now.Is(")")) throw SyntaxError();
        var arguments = ParseArguments();
        Leave();
        CheckFunction(name, arguments);
        _inParentheses = false;
        return new(name, arguments);
    }

    private void CheckFunction(string name, List<Operand> arguments)
    {
        var count = name switch
        {
            "attribute_exists" or "attribute_not_exists" or "size" => 1,
            "attribute_type" or "begins_with" or "contains" => 2,
            _ => 0,
        };
        if (count == 0)
        {
            Note(Fault.Function, name is "if_not_exists" or "list_append"
                ? $"The function is not allowed in a condition expression; function: {name}"
                : $"Invalid function name; function: {name.Shortened()}");
            return;
        }
        if (arguments.Count != count)
        {
            WrongCount(name, arguments.Count);
            return;
        }
        CheckDistinct(name, arguments);
        switch (name)
        {
            case "attribute_exists" or "attribute_not_exists" when arguments[0] is not PathOperand:
                NeedsPath(name);
                break;
            case "begins_with":
                foreach (var type in arguments.Select(TypeOf).Where(t => t is not (null or "S" or "B"))) WrongType(name, type!);
                break;
            case "attribute_type":
                if (arguments[1] is not ValueOperand { Value: StringValue { Text: var wanted } }) WrongType(name, TypeOf(arguments[1]) ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
                else if (!Types.Contains(wanted)) Note(Fault.OperandType, $"Invalid attribute type name found; type: {wanted.Shortened()}, valid types: {{{string.Join(',', Types)}}}");
                break;
            case "size" when TypeOf(arguments[0]) is ("N" or "BOOL" or "NULL") and var type:
                WrongType(name, type);
                break;
        }
    }

    private void CheckOrdered(string sign, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (TypeOf(operand) is { } type and not ("S" or "N" or "B")) Note(Fault.OperandType, $"Incorrect operand type for operator or function; operator: {sign}, operand type: {type}");
        }
    }

    private void CheckDistinct(string sign, List<Operand> operands)
    {
        if (operands is [PathOperand first, PathOperand second] && first.Path.Same(second.Path))
            Note(Fault.Distinct, $"The first operand must be distinct from the remaining operands for this operator or function; operator: {sign}, first operand: {first.Path.Listed}");
    }

    private Operand AsOperand(object node)
    {
        if (node is not Called call) return (Operand)node;
        if (call.Name == "size" && call.Arguments.Count == 1) return new SizeOperand(call.Arguments[0]);
        Note(Fault.Misuse, $"The function is not allowed to be used this way in an expression; function: {call.Name.Shortened()}");
        return call;
    }

    private Condition AsCondition(object node)
    {
        if (node is Condition condition) return condition;
        // A lone operand ends in a syntax error before it comes here, so this is a function.
        var call = (Called)node;
        if (call.Name == "size") Note(Fault.Misuse, $"The function is not allowed to be used this way in an expression; function: {call.Name}");
        return new FunctionCondition(call.Name, call.Arguments);
    }
}
