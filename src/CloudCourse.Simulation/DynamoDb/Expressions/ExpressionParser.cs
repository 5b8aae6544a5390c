using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>What is wrong with an expression that can be read; the first in this order is told.</summary>
internal enum Fault { Parentheses, Function, Misuse, Reserved, Section, Undefined, Overlap, Conflict, OperandCount, Distinct, OperandType }

/// <summary>
/// What the parsers of all kinds of expressions share. They read each token once, going down by one frame a parenthesis at most, and
/// throw <c>ValidationException</c> in DynamoDB's words.
/// </summary>
/// <param name="kind">As the request names it, such as <c>FilterExpression</c>.</param>
internal abstract class ExpressionParser(string text, string kind, ExpressionContext context, Location at)
{
    /// <summary>Longest expression, in bytes.</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-expression-parameters"/>
    public const int MaxBytes = 4096;

    private const int MaxOperators = 300, MaxPathSteps = 32;

    private readonly IReadOnlyList<Token> _tokens = Checked(text, kind, at);
    private readonly string?[] _faults = new string?[(int)Fault.OperandType + 1];
    private int _at, _operators, _depth;

    protected Token Now => _tokens[_at];

    protected Token Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    private static IReadOnlyList<Token> Checked(string text, string kind, Location at)
    {
        if (text.AsSpan().Trim(" \t\r\n").IsEmpty) throw DynamoErrors.Validation($"Invalid {kind}: The expression can not be empty;", at: at);
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            throw DynamoErrors.Validation($"Invalid {kind}: Expression size has exceeded the maximum allowed size; expression size: {Encoding.UTF8.GetByteCount(text)}", at: at);
        return Lexer.Cut(text);
    }

    protected Token Take() => _tokens[_at++];

    protected bool TryTake(string symbol)
    {
        if (!Now.Is(symbol)) return false;
        _at++;
        return true;
    }

    protected void Expect(string symbol)
    {
        if (!TryTake(symbol)) throw SyntaxError();
    }

    /// <summary>Points at the token that is there now, between its neighbours.</summary>
    protected AwsException SyntaxError()
    {
        var from = _at > 0 ? _tokens[_at - 1].Start : Now.Start;
        var next = Now.Kind is TokenKind.End ? (_at > 0 ? _tokens[_at - 1] : Now) : Following.Kind is TokenKind.End ? Now : Following;
        return Error($"Syntax error; token: \"{Now.Text.Shortened()}\", near: \"{text[from..Math.Min(next.End, text.Length)].Shortened()}\"");
    }

    protected AwsException Error(string words) => DynamoErrors.Validation($"Invalid {kind}: {words}", at: at);

    protected void Note(Fault fault, string words) => _faults[(int)fault] ??= words;

    protected void CheckFaults()
    {
        foreach (var words in _faults)
        {
            if (words is not null) throw Error(words);
        }
    }

    protected void CountOperator()
    {
        if (++_operators > MaxOperators) throw Error($"The expression contains too many operators and functions; the limit is {MaxOperators}");
    }

    /// <summary>Goes into a parenthesis; <see cref="Leave"/> comes out.</summary>
    protected void Enter()
    {
        if (++_depth > MaxOperators) throw Error("The expression has redundant parentheses;");
    }

    protected void Leave() => _depth--;

    protected ValueOperand TakeValue()
    {
        var key = Take().Text;
        if (context.Value(key) is { } value) return new(key, value);
        Note(Fault.Undefined, $"An expression attribute value used in expression is not defined; attribute value: {key.Shortened()}");
        return new(key, new NullValue());
    }

    /// <summary>Is the word one of the grammar's own, which cannot begin a path?</summary>
    protected abstract bool IsKeyword(Token word);

    protected DocumentPath TakePath()
    {
        List<PathStep> steps = [TakeStep()];
        return Extended(steps);
    }

    protected DocumentPath Extended(List<PathStep> steps)
    {
        while (true)
        {
            if (TryTake(".")) steps.Add(TakeStep());
            else if (TryTake("["))
            {
                if (Now.Kind is not TokenKind.Number) throw SyntaxError();
                var number = Take().Text;
                if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) throw Error($"List index is not within the allowable range; index: [{number.Shortened()}]");
                Expect("]");
                steps.Add(new(null, index, ""));
            }
            else break;
        }
        if (steps.Count > MaxPathSteps) throw Error($"The document path has too many nesting elements; nesting level: {steps.Count}");
        return new(steps);
    }

    private PathStep TakeStep()
    {
        if (Now.Kind is TokenKind.Name)
        {
            var key = Take().Text;
            if (context.Name(key) is { } name) return new(name, 0, key);
            Note(Fault.Undefined, $"An expression attribute name used in the document path is not defined; attribute name: {key.Shortened()}");
            return new(key, 0, key);
        }
        if (Now.Kind is not TokenKind.Word || IsKeyword(Now)) throw SyntaxError();
        var word = Take().Text;
        if (ReservedWords.Has(word)) Note(Fault.Reserved, $"Attribute name is a reserved keyword; reserved keyword: {word}");
        return new(word, 0, word);
    }

    /// <summary>The type that an operand surely has; null for what depends on the item.</summary>
    protected static string? TypeOf(Operand operand) => operand switch
    {
        ValueOperand value => value.Value.Type,
        SizeOperand => "N",
        _ => null,
    };

    protected void WrongCount(string function, int count) =>
        Note(Fault.OperandCount, $"Incorrect number of operands for operator or function; operator or function: {function}, number of operands: {count}");

    protected void WrongType(string function, string type) =>
        Note(Fault.OperandType, $"Incorrect operand type for operator or function; operator or function: {function}, operand type: {type}");

    protected void NeedsPath(string function) => Note(Fault.OperandType, $"Operator or function requires a document path; operator or function: {function}");
}
