namespace CloudCourse.Simulation.CommandLine.JmesPath;

/// <summary>An expression that chooses from JSON, as <c>--query</c> takes it: the whole language, with its functions.</summary>
/// <seealso href="https://jmespath.org/specification.html"/>
internal sealed class JmesExpression
{
    /// <summary>Nobody types a longer one, and a deeper one is an attack on the stack.</summary>
    private const int Longest = 4000, MostTokens = 1000, Deepest = 60;

    // What binds how strongly; a projection goes on through everything above ten.
    private static readonly Dictionary<string, int> Strengths = new(StringComparer.Ordinal)
    {
        ["|"] = 1,
        ["||"] = 2,
        ["&&"] = 3,
        ["=="] = 5,
        ["!="] = 5,
        ["<"] = 5,
        ["<="] = 5,
        [">"] = 5,
        [">="] = 5,
        ["[]"] = 9,
        ["*"] = 20,
        ["[?"] = 21,
        ["."] = 40,
        ["!"] = 45,
        ["{"] = 50,
        ["["] = 55,
        ["("] = 60,
    };

    private readonly string _text;
    private readonly List<JmesToken> _tokens;
    private readonly JmesWork _work;
    private int _next, _depth;

    private JmesExpression(string text, JmesWork work) => (_text, _tokens, _work) = (text, JmesToken.Cut(text), work);

    private delegate object? Step(object? value);

    private JmesToken Now => _tokens[_next];

    /// <summary>Made ready to be asked many times.</summary>
    /// <param name="work">What asking may cost.</param>
    /// <exception cref="FormatException">
    /// It is none; the words are the command line's. Asking may give one too: a function that is unknown or is given what it does not take, as AWS's
    /// command line finds out only once it has the answer.
    /// </exception>
    public static Func<object?, object?> Read(string text, JmesWork work)
    {
        if (text.Length > Longest) throw new FormatException($"Invalid jmespath expression: it has {text.Length} characters; {Longest} are the most here.");
        JmesExpression reader = new(text, work);
        if (reader._tokens.Count > MostTokens) throw new FormatException($"Invalid jmespath expression: it has more than {MostTokens} parts, the most here.");
        if (reader.Now.Kind == "end") throw new FormatException("Invalid JMESPath expression: cannot be empty.");
        var made = reader.Expression(0);
        if (reader.Now.Kind != "end") throw reader.Unexpected();
        return v => made(v);
    }

    private FormatException Unexpected() => new(Now.Kind == "end"
        ? $"Invalid jmespath expression: Incomplete expression:\n\"{_text}\"\n{new string(' ', Now.At + 1)}^"
        : $"Invalid jmespath expression: Parse error at column {Now.At}, token \"{Now.Value ?? Now.Kind}\" ({JmesToken.NameOf(Now.Kind)}), for expression:\n\"{_text}\"\n{new string(' ', Now.At + 1)}^");

    private JmesToken Take(string kind)
    {
        if (Now.Kind != kind) throw Unexpected();
        return _tokens[_next++];
    }

    private bool TakeIf(string kind)
    {
        if (Now.Kind != kind) return false;
        _next++;
        return true;
    }

    private Step Expression(int strength)
    {
        if (++_depth > Deepest) throw new FormatException("Invalid jmespath expression: it is nested more deeply than this terminal reads.");
        var left = First();
        while (Strengths.GetValueOrDefault(Now.Kind) > strength) left = Then(left);
        _depth--;
        return left;
    }

    private Step First()
    {
        var token = _tokens[_next++];
        switch (token.Kind)
        {
            case "value": return _ => token.Value;
            case "name" when Now.Kind == "(": return Function((string)token.Value!);
            case "name" or "\"name\"": return v => JmesValues.Member(v, (string)token.Value!);
            case "@": return v => v;
            case "!":
                var negated = Expression(Strengths["!"]);
                return v => !JmesValues.IsTrue(negated(v));
            case "(":
                var inner = Expression(0);
                Take(")");
                return inner;
            case "*":
                return Projection(v => JmesValues.Values(v), Strengths["*"]);
            case "[]":
                return Projection(Flat, Strengths["[]"]);
            case "[?":
                return Filter(v => v);
            case "{":
                return Hash();
            case "[":
                if (Now.Kind is "number" or ":") return Index(v => v);
                if (Now.Kind == "*" && _tokens[_next + 1].Kind == "]")
                {
                    _next += 2;
                    return Projection(v => v as List<object?>, Strengths["*"]);
                }
                return Several();
            default:
                _next--;
                throw Unexpected();
        }
    }

    private Step Then(Step left)
    {
        var token = _tokens[_next++];
        switch (token.Kind)
        {
            case ".":
                if (TakeIf("*")) return Projection(v => JmesValues.Values(left(v)), Strengths["."]);
                return Chain(left, AfterDot(Strengths["."]));
            case "|":
                return Chain(left, Expression(Strengths["|"]));
            case "||":
                var otherwise = Expression(Strengths["||"]);
                return v => left(v) is var l && JmesValues.IsTrue(l) ? l : otherwise(v);
            case "&&":
                var also = Expression(Strengths["&&"]);
                return v => left(v) is var l && JmesValues.IsTrue(l) ? also(v) : l;
            case "==" or "!=" or "<" or "<=" or ">" or ">=":
                var right = Expression(Strengths[token.Kind]);
                return v => JmesValues.Compare(token.Kind, left(v), right(v), _work);
            case "[]":
                return Projection(v => Flat(left(v)), Strengths["[]"]);
            case "[?":
                return Filter(left);
            case "[":
                if (Now.Kind is "number" or ":") return Index(left);
                Take("*");
                Take("]");
                return Projection(v => left(v) as List<object?>, Strengths["*"]);
            default:
                _next--;
                throw Unexpected();
        }
    }

    private static Step Chain(Step left, Step right) => v => right(left(v));

    /// <summary>What follows is asked of each item, and what is null is left out.</summary>
    private Step Projection(Func<object?, List<object?>?> items, int strength)
    {
        var each = AfterProjection(strength);
        return v => items(v)?.Select(i => Asked(each, i)).Where(i => i is not null).ToList();
    }

    private object? Asked(Step step, object? value)
    {
        _work.Spend();
        return step(value);
    }

    private List<object?>? Flat(object? value)
    {
        if (JmesValues.Flat(value) is not { } flat) return null;
        _work.Spend(flat.Count);
        return flat;
    }

    private Step AfterProjection(int strength)
    {
        if (Strengths.GetValueOrDefault(Now.Kind) < 10) return v => v;
        if (Now.Kind is "[" or "[?") return Expression(strength);
        Take(".");
        return AfterDot(strength);
    }

    private Step AfterDot(int strength)
    {
        if (Now.Kind is "name" or "\"name\"" or "*") return Expression(strength);
        if (TakeIf("[")) return Several();
        Take("{");
        return Hash();
    }

    private Step Filter(Step left)
    {
        var condition = Expression(0);
        Take("]");
        var each = Now.Kind == "[]" ? v => v : AfterProjection(Strengths["[?"]);
        return v => (left(v) as List<object?>)?.Where(i => JmesValues.IsTrue(Asked(condition, i))).Select(i => each(i)).Where(i => i is not null).ToList();
    }

    /// <summary><c>[0]</c>, <c>[-1]</c>, or a slice such as <c>[1:3]</c>, which is a projection.</summary>
    private Step Index(Step left)
    {
        int?[] parts = [null, null, null];
        var count = 0;
        while (Now.Kind != "]")
        {
            if (Now.Kind == ":")
            {
                if (++count > 2) throw Unexpected();
                _next++;
            }
            else parts[count] = (int)Take("number").Value!;
        }
        _next++;
        if (count == 0) return v => JmesValues.At(left(v), parts[0]!.Value);
        if (parts[2] == 0) throw new FormatException("Invalid jmespath expression: the step of a slice cannot be 0.");
        return Projection(v => JmesValues.Slice(left(v), parts[0], parts[1], parts[2] ?? 1), Strengths["*"]);
    }

    private Step Several()
    {
        List<Step> parts = [];
        do parts.Add(Expression(0));
        while (TakeIf(","));
        Take("]");
        return v => v is null ? null : parts.Select(p => Asked(p, v)).ToList();
    }

    private Step Hash()
    {
        List<(string Name, Step Value)> parts = [];
        do
        {
            var name = Now.Kind is "\"name\"" ? Take("\"name\"") : Take("name");
            Take(":");
            parts.Add(((string)name.Value!, Expression(0)));
        }
        while (TakeIf(","));
        Take("}");
        return v =>
        {
            if (v is null) return null;
            OrderedDictionary<string, object?> made = new(StringComparer.Ordinal);
            foreach (var (name, value) in parts) made[name] = Asked(value, v);
            return made;
        };
    }

    private Step Function(string name)
    {
        Take("(");
        List<(Step Value, bool IsExpression)> arguments = [];
        while (Now.Kind != ")")
        {
            if (arguments.Count > 0) Take(",");
            var isExpression = TakeIf("&");
            arguments.Add((Expression(0), isExpression));
        }
        _next++;
        return v => JmesFunctions.Call(name, [.. arguments.Select(a => a.IsExpression ? new Func<object?, object?>(i => Asked(a.Value, i)) : Asked(a.Value, v))], _work);
    }
}
