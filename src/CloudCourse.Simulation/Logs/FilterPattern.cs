using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Logs;

/// <summary>
/// A filter pattern: terms, all of which must be there; <c>?term</c>, one of which must; <c>-term</c>, which must not; or one comparison
/// of a JSON message, <c>{ $.level = "ERROR" }</c>, with <c>&amp;&amp;</c> or <c>||</c> between several. Letters count in their case.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"/>
internal sealed class FilterPattern
{
    private readonly Func<string, bool> _matches;

    private FilterPattern(Func<string, bool> matches) => _matches = matches;

    public bool Matches(string message) => _matches(message);

    /// <exception cref="AwsException">It is no pattern, or one of a kind that is not simulated.</exception>
    public static FilterPattern Read(string text, Location at)
    {
        if (text.Length > 1024) throw LogCalls.Constraint(text, "filterPattern", "have length less than or equal to 1024", at);
        text = text.Trim();
        if (text.StartsWith('[')) throw Turn.Error(AwsError.NotSimulated, "The simulation does not know what to do with patterns of space-delimited fields, [a, b, …].", "AWS would take it. Search for terms or JSON members here.", 501, at);
        if (text.Contains('%')) throw Turn.Error(AwsError.NotSimulated, "The simulation does not know what to do with regular expressions, %…%.", "AWS would take it. Search for terms or JSON members here.", 501, at);
        return new(text.StartsWith('{') ? new JsonPattern(text, at).Read() : Terms(text, at));
    }

    private static AwsException Bad(Location at) => LogCalls.Invalid("Invalid filter pattern", at, "Terms with other signs than letters, digits and underscores go into double quotes.");

    private static Func<string, bool> Terms(string text, Location at)
    {
        List<string> all = [], any = [], none = [];
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var list = text[i] switch { '?' => any, '-' => none, _ => all };
            if (text[i] is '?' or '-') i++;
            StringBuilder term = new();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; i < text.Length && text[i] != '"'; i++)
                {
                    if (text[i] == '\\' && i + 1 < text.Length) i++;
                    term.Append(text[i]);
                }
                if (i++ >= text.Length) throw Bad(at);
            }
            else
            {
                for (; i < text.Length && !char.IsWhiteSpace(text[i]); i++)
                {
                    if (!char.IsLetterOrDigit(text[i]) && text[i] != '_') throw Bad(at);
                    term.Append(text[i]);
                }
            }
            if (term.Length == 0) throw Bad(at);
            list.Add(term.ToString());
        }
        // With terms of another kind beside them, those with a question mark count for nothing.
        if (all.Count + none.Count > 0) any.Clear();
        return m => all.TrueForAll(t => m.Contains(t, StringComparison.Ordinal)) && !none.Exists(t => m.Contains(t, StringComparison.Ordinal))
            && (any.Count == 0 || any.Exists(t => m.Contains(t, StringComparison.Ordinal)));
    }

    private sealed class JsonPattern(string text, Location at)
    {
        private int _at = 1, _depth;

        public Func<string, bool> Read()
        {
            var test = Or();
            if (!Take("}") || !End()) throw Bad(at);
            return message =>
            {
                if (!message.AsSpan().TrimStart().StartsWith("{")) return false;
                try
                {
                    using var document = JsonDocument.Parse(message);
                    return test(document.RootElement);
                }
                catch (JsonException)
                {
                    return false;
                }
            };
        }

        private bool End()
        {
            Skip();
            return _at == text.Length;
        }

        private void Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        }

        private bool Take(string sign)
        {
            Skip();
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) return false;
            _at += sign.Length;
            return true;
        }

        private Func<JsonElement, bool> Or()
        {
            var left = And();
            while (Take("||"))
            {
                var (a, b) = (left, And());
                left = j => a(j) || b(j);
            }
            return left;
        }

        private Func<JsonElement, bool> And()
        {
            var left = One();
            while (Take("&&"))
            {
                var (a, b) = (left, One());
                left = j => a(j) && b(j);
            }
            return left;
        }

        private Func<JsonElement, bool> One()
        {
            if (++_depth > 32) throw Bad(at);
            if (Take("("))
            {
                var inner = Or();
                if (!Take(")")) throw Bad(at);
                _depth--;
                return inner;
            }
            if (!Take("$")) throw Bad(at);
            List<string> path = [];
            while (_at < text.Length && text[_at] is '.' or '[')
            {
                var isIndex = text[_at++] == '[';
                var start = _at;
                while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '*')) _at++;
                if (_at == start) throw Bad(at);
                path.Add(text[start.._at]);
                if (isIndex && (_at >= text.Length || text[_at++] != ']')) throw Bad(at);
            }
            if (path.Count == 0) throw Bad(at);
            _depth--;
            if (Take("IS NULL")) return j => Find(j, path) is { ValueKind: JsonValueKind.Null };
            if (Take("IS TRUE")) return j => Find(j, path) is { ValueKind: JsonValueKind.True };
            if (Take("IS FALSE")) return j => Find(j, path) is { ValueKind: JsonValueKind.False };
            if (Take("NOT EXISTS")) return j => Find(j, path) is null;
            string[] signs = ["!=", "<=", ">=", "=", "<", ">"];
            var sign = System.Array.Find(signs, Take) ?? throw Bad(at);
            return Comparison(path, sign);
        }

        private Func<JsonElement, bool> Comparison(List<string> path, string sign)
        {
            Skip();
            string wanted;
            var isQuoted = _at < text.Length && text[_at] == '"';
            if (isQuoted)
            {
                var end = text.IndexOf('"', _at + 1);
                if (end < 0) throw Bad(at);
                (wanted, _at) = (text[(_at + 1)..end], end + 1);
            }
            else
            {
                var start = _at;
                while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('}' or ')' or '&' or '|')) _at++;
                wanted = text[start.._at];
            }
            if (wanted.Length == 0 && !isQuoted) throw Bad(at);
            if (!isQuoted && double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return j => Find(j, path) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var value) && sign switch
                {
                    "=" => value == number,
                    "!=" => value != number,
                    "<" => value < number,
                    ">" => value > number,
                    "<=" => value <= number,
                    _ => value >= number,
                };
            }
            if (sign is not ("=" or "!=")) throw Bad(at);
            return j => Find(j, path) is { ValueKind: JsonValueKind.String } found && Like(wanted, found.GetString()!) == (sign == "=");
        }

        private static JsonElement? Find(JsonElement json, List<string> path)
        {
            foreach (var step in path)
            {
                if (json.ValueKind is JsonValueKind.Object && json.TryGetProperty(step, out var member)) json = member;
                else if (json.ValueKind is JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < json.GetArrayLength()) json = json[index];
                else return null;
            }
            return json;
        }

        /// <summary>A star stands for any text.</summary>
        private static bool Like(string pattern, string value)
        {
            var parts = pattern.Split('*');
            if (parts.Length == 1) return pattern == value;
            if (!value.StartsWith(parts[0], StringComparison.Ordinal)) return false;
            var place = parts[0].Length;
            foreach (var part in parts[1..^1])
            {
                var next = value.IndexOf(part, place, StringComparison.Ordinal);
                if (next < 0) return false;
                place = next + part.Length;
            }
            return value.Length - place >= parts[^1].Length && value.EndsWith(parts[^1], StringComparison.Ordinal);
        }
    }
}
