using System.Text;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>
/// The command line's short form for structures: <c>Name=tag:team,Values=web,api</c>, <c>Tags=[{Key=a,Value=b}]</c>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html"/>
internal sealed class Shorthand
{
    private const int Deepest = 16;

    private readonly string _text;
    private int _at;

    private Shorthand(string text) => _text = text;

    /// <exception cref="FormatException">The text is none; the words are the command line's.</exception>
    public static JsonValue Read(string text, ParameterShape shape, Location at)
    {
        Shorthand reader = new(text);
        var pairs = reader.Pairs('\0', 0);
        return Typed(pairs, shape, at);
    }

    private char Now => _at < _text.Length ? _text[_at] : '\0';

    private List<(string Key, object Value)> Pairs(char until, int depth)
    {
        if (depth > Deepest) throw Expected("a value");
        List<(string Key, object Value)> pairs = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (true)
        {
            Space();
            var start = _at;
            while (Now is not ('\0' or '=' or ',' or '{' or '}' or '[' or ']' or ' ')) _at++;
            var key = _text[start.._at];
            Space();
            if (key.Length == 0 || Now != '=') throw Expected("'='");
            if (!keys.Add(key)) throw new FormatException($"Second instance of key \"{key}\" encountered for input:\n{_text}\n{new string(' ', start)}^\nThis is often because there is a preceding \",\" instead of a space.");
            _at++;
            Space();
            pairs.Add((key, Value(until, depth)));
            Space();
            if (Now == until) return pairs;
            if (Now != ',') throw Expected("','");
            _at++;
        }
    }

    private object Value(char until, int depth)
    {
        if (Now is '[' or '{') return Explicit(until, depth);
        var first = Scalar(until);
        Space();
        if (until == '\0' && Now == ',' && !KeyFollows())
        {
            List<object> several = [first];
            while (Now == ',' && !KeyFollows())
            {
                _at++;
                Space();
                several.Add(Scalar(until));
                Space();
            }
            return several;
        }
        return first;
    }

    private object Explicit(char until, int depth)
    {
        if (depth > Deepest) throw Expected("a value");
        if (Now == '{')
        {
            _at++;
            Space();
            if (Now == '}')
            {
                _at++;
                return new List<(string, object)>();
            }
            var inner = Pairs('}', depth + 1);
            _at++;
            return inner;
        }
        if (Now != '[') return Scalar(until);
        _at++;
        Space();
        List<object> items = [];
        while (Now != ']')
        {
            items.Add(Explicit(']', depth + 1));
            Space();
            if (Now == ',') _at++;
            else if (Now != ']') throw Expected("']'");
            Space();
        }
        _at++;
        return items;
    }

    private bool KeyFollows()
    {
        for (var i = _at + 1; i < _text.Length; i++)
        {
            if (_text[i] == '=') return true;
            if (_text[i] is ',' or '"' or '\'' or '[' or '{') return false;
        }
        return false;
    }

    private string Scalar(char until)
    {
        if (Now is '"' or '\'')
        {
            var quote = Now;
            StringBuilder quoted = new();
            for (_at++; Now != quote; _at++)
            {
                if (Now == '\0') throw Expected($"'{quote}'");
                if (Now == '\\' && _at + 1 < _text.Length && (_text[_at + 1] == quote || _text[_at + 1] == '\\')) _at++;
                quoted.Append(Now);
            }
            _at++;
            return quoted.ToString();
        }
        // A comma that belongs to the value has a backslash before it.
        StringBuilder plain = new();
        while (Now is not ('\0' or ',') && Now != until)
        {
            if (Now == '\\' && _at + 1 < _text.Length && _text[_at + 1] == ',') _at++;
            plain.Append(Now);
            _at++;
        }
        return plain.ToString().TrimEnd();
    }

    private void Space()
    {
        while (Now != '\0' && char.IsWhiteSpace(Now)) _at++;
    }

    private FormatException Expected(string what) =>
        new($"Expected: {what}, received: '{(Now == '\0' ? "EOF" : Now.ToString())}' for input:\n{_text}\n{new string(' ', Math.Min(_at, _text.Length))}^");

    /// <summary>Values as the model wants them; what cannot be one stays a string, which the check of the shape then names.</summary>
    private static JsonValue Typed(object value, ParameterShape? shape, Location at) => (value, shape) switch
    {
        (List<(string Key, object Value)> pairs, _) => new JsonObject([.. pairs.Select(p => new JsonMember(p.Key, at, Typed(p.Value, shape switch
        {
            StructureShape structure => structure.Find(p.Key)?.Shape,
            MapShape map => map.Value,
            _ => null,
        }, at)))], at),
        (List<object> items, _) => new JsonArray([.. items.Select(i => Typed(i, (shape as ListShape)?.Item, at))], at),
        (string text, ListShape list) => new JsonArray([Scalar(text, list.Item, at)], at),
        (string text, _) => Scalar(text, shape, at),
        _ => throw new InvalidOperationException("The short form gave no value."),
    };

    public static JsonValue Scalar(string text, ParameterShape? shape, Location at) => shape is ScalarShape scalar ? scalar.Type switch
    {
        ScalarType.Integer or ScalarType.Long when long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var whole) =>
            new JsonNumber(whole.ToString(System.Globalization.CultureInfo.InvariantCulture), at),
        ScalarType.Float or ScalarType.Double when double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) =>
            new JsonNumber(real.ToString("R", System.Globalization.CultureInfo.InvariantCulture), at),
        ScalarType.Boolean when text is "true" or "True" => new JsonBoolean(true, at),
        ScalarType.Boolean when text is "false" or "False" => new JsonBoolean(false, at),
        _ => new JsonString(text, at),
    } : new JsonString(text, at);
}
