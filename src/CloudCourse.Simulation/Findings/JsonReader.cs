using System.Buffers;
using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.Findings;

/// <summary>What reading a JSON text gave: a value, or the finding that says why there is none.</summary>
/// <param name="Value">Absent when the text is not JSON.</param>
/// <param name="Duplicates">Members whose name their object already had; the first of each name is not listed.</param>
public sealed record JsonReading(JsonValue? Value, Finding? SyntaxError, IReadOnlyList<JsonMember> Duplicates);

/// <summary>
/// Reads strict JSON (RFC 8259) and keeps every place. System.Text.Json has a reader, but it counts bytes and words its
/// errors for programmers; a beginner needs "a comma is missing before this".
/// </summary>
public sealed class JsonReader
{
    public const string SyntaxErrorCode = "JSON_SYNTAX_ERROR";

    /// <summary>Deeper documents are refused: no AWS document nests this far, and recursion must end.</summary>
    public const int MaxDepth = 64;

    /// <summary>For what DynamoDB's documents stand in: their 32 levels are two each in JSON, and what nests deeper is for DynamoDB to refuse.</summary>
    public const int MaxDepthOfCalls = 120;

    /// <summary>An object of fewer members is looked through for a name; more names have a table.</summary>
    private const int FewMembers = 16;

    /// <summary>What does not stand in a string as it is: its end, an escape, a control character.</summary>
    private static readonly SearchValues<char> NotPlain = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    private readonly string _text;
    private readonly int _maxDepth;
    private readonly List<JsonMember> _duplicates = [];
    private int _at;
    private JsonPath? _path;

    private JsonReader(string text, int maxDepth) => (_text, _maxDepth) = (text, maxDepth);

    public static JsonReading Read(string text, int maxDepth = MaxDepth)
    {
        var reader = new JsonReader(text, maxDepth);
        try
        {
            reader.SkipSpace();
            if (reader._at == text.Length) throw reader.Error("The document is empty. A JSON document starts with `{`.", reader._at);
            var value = reader.ReadValue(0);
            reader.SkipSpace();
            if (reader._at < text.Length)
                throw reader.Error($"The document ended before this: remove {reader.Quote()} or move it inside the braces.", reader._at);
            return new(value, null, reader._duplicates);
        }
        catch (SyntaxException e)
        {
            return new(null, new(FindingType.Error, SyntaxErrorCode, e.Message, new Location("", e.Start, e.End)), reader._duplicates);
        }
    }

    private JsonValue ReadValue(int depth)
    {
        if (depth > _maxDepth)
            throw Error($"The document nests deeper than {_maxDepth} levels here. No AWS document does; check the brackets.", _at);
        if (_at == _text.Length) throw Error("The document ends where a value should be.", _at);
        return _text[_at] switch
        {
            '{' => ReadObject(depth),
            '[' => ReadArray(depth),
            '"' => ReadStringValue(),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => ReadWord(),
        };
    }

    private JsonObject ReadObject(int depth)
    {
        var start = _at++;
        List<JsonMember> members = [];
        HashSet<string>? names = null;
        SkipSpace();
        if (TryTake('}')) return new(members, Here(start));
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length) throw Error("This `{` is never closed: add a `}`.", start, start + 1);
            if (_text[_at] == '}') throw Error("The comma before this `}` has nothing after it: remove the comma.", _at);
            if (_text[_at] == '\'') throw Error("JSON takes double quotes: write `\"` instead of `'`.", _at);
            if (_text[_at] is '/' or '#') throw Comment();
            if (_text[_at] != '"') throw Error($"A member name in double quotes is expected here, not {Quote()}.", _at);
            var (name, nameAt) = ReadString();
            var above = _path;
            var path = _path = new(above, name, 0);
            SkipSpace();
            if (!TryTake(':')) throw Error($"A colon is missing after \"{name}\".", nameAt.Start, nameAt.End);
            SkipSpace();
            var value = ReadValue(depth + 1);
            var member = new JsonMember(name, new(path, nameAt.Start, nameAt.End), value);
            _path = above;
            if (IsRepeated(name, members, ref names)) _duplicates.Add(member);
            members.Add(member);
            var end = _at;
            SkipSpace();
            if (TryTake('}')) return new(members, Here(start));
            if (TryTake(',')) continue;
            if (_at == _text.Length) throw Error("This `{` is never closed: add a `}`.", start, start + 1);
            throw _text[_at] is '/' or '#' ? Comment() : _text[_at] is '"'
                ? Error("A comma is missing after this.", Math.Max(start, end - 1), end)
                : Error($"A comma or `}}` is expected here, not {Quote()}.", _at);
        }
    }

    private static bool IsRepeated(string name, List<JsonMember> before, ref HashSet<string>? names)
    {
        if (before.Count >= FewMembers) return !(names ??= new(before.Select(m => m.Name), StringComparer.Ordinal)).Add(name);
        foreach (var member in before)
        {
            if (member.Name == name) return true;
        }
        return false;
    }

    private JsonArray ReadArray(int depth)
    {
        var start = _at++;
        List<JsonValue> items = [];
        SkipSpace();
        if (TryTake(']')) return new(items, Here(start));
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length) throw Error("This `[` is never closed: add a `]`.", start, start + 1);
            if (_text[_at] == ']') throw Error("The comma before this `]` has nothing after it: remove the comma.", _at);
            var above = _path;
            _path = new(above, null, items.Count);
            items.Add(ReadValue(depth + 1));
            _path = above;
            var end = _at;
            SkipSpace();
            if (TryTake(']')) return new(items, Here(start));
            if (TryTake(',')) continue;
            if (_at == _text.Length) throw Error("This `[` is never closed: add a `]`.", start, start + 1);
            throw _text[_at] is '/' or '#' ? Comment() : _text[_at] is '"' or '{' or '['
                ? Error("A comma is missing after this.", Math.Max(start, end - 1), end)
                : Error($"A comma or `]` is expected here, not {Quote()}.", _at);
        }
    }

    private JsonString ReadStringValue()
    {
        var (value, at) = ReadString();
        return new(value, at);
    }

    private (string Value, Location At) ReadString()
    {
        var start = _at++;
        StringBuilder? unescaped = null;
        var plain = _at;
        while (true)
        {
            var plainLetters = _text.AsSpan(_at).IndexOfAny(NotPlain);
            _at = plainLetters < 0 ? _text.Length : _at + plainLetters;
            if (_at == _text.Length) break;
            var c = _text[_at];
            if (c == '"')
            {
                var value = unescaped is null ? _text[plain.._at] : unescaped.Append(_text, plain, _at - plain).ToString();
                _at++;
                return (value, Here(start));
            }
            if (c is '\n' or '\r') break;
            if (c < ' ') throw Error("A control character is not allowed inside a string; write it as an escape such as \\t.", _at);
            (unescaped ??= new()).Append(_text, plain, _at - plain).Append(ReadEscape());
            plain = _at;
        }
        throw Error("This string is never closed: add a `\"`.", start, Math.Min(_at, _text.Length));
    }

    private char ReadEscape()
    {
        var start = _at;
        var c = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        _at += 2;
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= _text.Length
                && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                throw Error("This is not an escape that JSON knows; a backslash itself is written \\\\.", start, Math.Min(start + 2, _text.Length));
        }
    }

    private JsonNumber ReadNumber()
    {
        var start = _at;
        if (_text[_at] == '-') _at++;
        var digits = Digits();
        var leadingZero = digits > 1 && _text[_at - digits] == '0';
        var good = digits > 0 && !leadingZero;
        if (_at < _text.Length && _text[_at] == '.') { _at++; good &= Digits() > 0; }
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            if (_at < _text.Length && _text[_at] is '+' or '-') _at++;
            good &= Digits() > 0;
        }
        var text = _text[start.._at];
        if (!good)
            throw Error(leadingZero ? $"{text} is not a JSON number: remove the leading zero, or put it in quotes." : $"{text} is not a JSON number.", start, _at);
        return new(text, Here(start));

        int Digits()
        {
            var from = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            return _at - from;
        }
    }

    private JsonValue ReadWord()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        switch (_text[start.._at])
        {
            case "true": return new JsonBoolean(true, Here(start));
            case "false": return new JsonBoolean(false, Here(start));
            case "null": return new JsonNull(Here(start));
            case "":
                _at = start;
                throw _text[_at] switch
                {
                    '\'' => Error("JSON takes double quotes: write `\"` instead of `'`.", _at),
                    '/' or '#' => Comment(),
                    _ => Error($"A value is expected here, not {Quote()}.", _at),
                };
            case var word: throw Error($"`{word}` is not a JSON value; text stands in double quotes.", start, _at);
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r' || (_at == 0 && _at < _text.Length && _text[_at] == '\uFEFF')) _at++;
    }

    private bool TryTake(char c)
    {
        if (_at == _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private Location Here(int start) => new(_path, start, _at);

    /// <summary>The character here, whole: half of a surrogate pair would be no text.</summary>
    private string Quote() => _at == _text.Length ? "the end of the document"
        : Rune.TryGetRuneAt(_text, _at, out var rune) ? $"`{rune}`" : "half of a character";

    /// <summary>The whole of it, as it would be in a language that has comments.</summary>
    private SyntaxException Comment()
    {
        var end = _text.AsSpan(_at).StartsWith("/*") ? _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) + 2 : _text.AsSpan(_at).IndexOfAny('\r', '\n') + _at;
        return Error("JSON has no comments: remove this one.", _at, end > _at + 1 ? end : _text.Length);
    }

    private SyntaxException Error(string message, int start, int? end = null) =>
        new(message, start, end ?? Math.Min(start + 1, _text.Length));

    private sealed class SyntaxException(string message, int start, int end) : Exception(message)
    {
        public int Start => start;
        public int End => end;
    }
}
