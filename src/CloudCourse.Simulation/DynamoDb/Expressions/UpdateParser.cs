using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>Reads update expressions.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html"/>
internal sealed class UpdateParser : ExpressionParser
{
    private readonly List<UpdateAction> _actions = [];
    private readonly PathTree _paths = new();

    private UpdateParser(string text, ExpressionContext context, Location at) : base(text, "UpdateExpression", context, at)
    {
    }

    /// <exception cref="Cloud.AwsException">ValidationException, in DynamoDB's words.</exception>
    public static UpdateExpression Parse(string text, ExpressionContext context, Location at = default)
    {
        UpdateParser parser = new(text, context, at);
        List<UpdateKind> seen = [];
        do
        {
            if (parser.KindOf(parser.Now) is not { } kind) throw parser.SyntaxError();
            parser.Take();
            if (seen.Contains(kind)) parser.Note(Fault.Section, $"The \"{kind.ToString().ToUpperInvariant()}\" section can only be used once in an update expression;");
            seen.Add(kind);
            do parser.ParseAction(kind);
            while (parser.TryTake(","));
        }
        while (parser.Now.Kind is not TokenKind.End);
        parser.CheckFaults();
        return new(parser._actions);
    }

    protected override bool IsKeyword(Token word) => KindOf(word) is not null;

    private UpdateKind? KindOf(Token word) =>
        word.IsWord("SET") ? UpdateKind.Set : word.IsWord("REMOVE") ? UpdateKind.Remove : word.IsWord("ADD") ? UpdateKind.Add : word.IsWord("DELETE") ? UpdateKind.Delete : null;

    private void ParseAction(UpdateKind kind)
    {
        var path = TakePath();
        var (overlap, conflict) = _paths.Add(path);
        if (overlap is not null) Note(Fault.Overlap, overlap);
        if (conflict is not null) Note(Fault.Conflict, conflict);
        Operand? value = null;
        if (kind is UpdateKind.Set)
        {
            Expect("=");
            value = ParseValue(out _);
        }
        else if (kind is not UpdateKind.Remove)
        {
            if (Now.Kind is not TokenKind.Value) throw SyntaxError();
            var given = TakeValue();
            CheckAddend(kind, given.Value);
            value = given;
        }
        _actions.Add(new(kind, path, value));
    }

    private void CheckAddend(UpdateKind kind, AttributeValue value)
    {
        if (value is SetValue || (kind is UpdateKind.Add && value is NumberValue)) return;
        var type = value.Type switch { "S" => "STRING", "N" => "NUMBER", "B" => "BINARY", "BOOL" => "BOOLEAN", "L" => "LIST", "M" => "MAP", var other => other };
        Note(Fault.OperandType, $"Incorrect operand type for operator or function; operator: {kind.ToString().ToUpperInvariant()}, operand type: {type}, typeSet: ALLOWED_FOR_{kind.ToString().ToUpperInvariant()}_OPERAND");
    }

    /// <summary>One operand, or two with a sign between them.</summary>
    private Operand ParseValue(out bool computed)
    {
        var left = ParseOperand(true, out computed);
        if (computed || !(Now.Is("+") || Now.Is("-"))) return left;
        var sign = Take().Text;
        CountOperator();
        var right = ParseOperand(false, out _);
        computed = true;
        foreach (var side in (Operand[])[left, right])
        {
            if (side is ValueOperand { Value.Type: not "N" and var type }) WrongType(sign, type);
        }
        return new UpdateFunction(sign, left, right);
    }

    /// <param name="mayCompute">A sum may stand in parentheses where it is the whole value.</param>
    private Operand ParseOperand(bool mayCompute, out bool computed)
    {
        computed = false;
        if (Now.Is("("))
        {
            Take();
            Enter();
            var inner = mayCompute ? ParseValue(out computed) : ParseOperand(false, out _);
            Expect(")");
            Leave();
            return inner;
        }
        if (Now.Kind is TokenKind.Value) return TakeValue();
        if (Now.Kind is TokenKind.Word && !IsKeyword(Now) && Following.Is("(")) return ParseFunction();
        return new PathOperand(TakePath());
    }

    private UpdateFunction ParseFunction()
    {
        var name = Take().Text;
        Take();
        CountOperator();
        Enter();
        List<Operand> arguments = [ParseOperand(false, out _)];
        while (TryTake(",")) arguments.Add(ParseOperand(false, out _));
        Expect(")");
        Leave();
        if (name is not ("if_not_exists" or "list_append"))
        {
            Note(Fault.Function, name is "attribute_exists" or "attribute_not_exists" or "attribute_type" or "begins_with" or "contains" or "size"
                ? $"The function is not allowed in an update expression; function: {name}"
                : $"Invalid function name; function: {name.Shortened()}");
        }
        else if (arguments.Count != 2) WrongCount(name, arguments.Count);
        else if (name == "if_not_exists" && arguments[0] is not PathOperand) NeedsPath(name);
        else if (name == "list_append")
        {
            foreach (var type in arguments.Select(TypeOf).Where(t => t is not (null or "L"))) WrongType(name, type!);
        }
        return new(name, arguments[0], arguments[^1]);
    }
}
