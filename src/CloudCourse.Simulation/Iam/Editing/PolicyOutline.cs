using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>
/// A policy's text as far as it can be made out while somebody types. The strict reader stops at the first mistake, and a
/// text under the cursor is nearly always a mistake: a string without its end, a key without its value, a bracket to come. So
/// this one reads on: a string ends with its line at the latest, a closing bracket closes whatever is open inside it, and a
/// string before a colon is a key wherever it stands. It reads the whole text, not only what is before the cursor, because
/// what fits a Condition depends on an Action that may come after it. One pass, without going back further than a string.
/// </summary>
internal sealed class PolicyOutline
{
    private readonly string _text;
    private int _at, _objects, _arrays;

    private PolicyOutline(string text) => _text = text;

    public OutlineNode? Root { get; private set; }

    /// <summary>The document's object; null while there is none.</summary>
    public OutlineObject? Document => Root as OutlineObject;

    /// <summary>The objects of Statement, be it one or a list.</summary>
    public IEnumerable<OutlineObject> Statements => Document?.Find("Statement")?.Value switch
    {
        OutlineObject one => [one],
        OutlineArray list => list.Items.OfType<OutlineObject>(),
        _ => [],
    };

    public static PolicyOutline Read(string text)
    {
        PolicyOutline outline = new(text);
        outline.SkipSpace();
        // What stands before the first brace is a slip of the hand; the policy is what comes after.
        while (outline._at < text.Length && (outline.Root = outline.ReadValue(0)) is not OutlineObject)
        {
            if (outline.Root is null) outline._at++;
            outline.SkipSpace();
        }
        return outline;
    }

    /// <summary>Null before a character that no value starts with.</summary>
    private OutlineNode? ReadValue(int depth)
    {
        if (_at == _text.Length) return null;
        return _text[_at] switch
        {
            '"' => ReadString(),
            '{' when depth < JsonReader.MaxDepth => ReadObject(depth),
            '[' when depth < JsonReader.MaxDepth => ReadArray(depth),
            '{' or '[' or '}' or ']' or ',' or ':' => null,
            _ => ReadWord(),
        };
    }

    private OutlineObject ReadObject(int depth)
    {
        OutlineObject node = new(_at++);
        _objects++;
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length) break;
            var c = _text[_at];
            if (c == '}')
            {
                _at++;
                node.IsClosed = true;
                break;
            }
            // It closes a list around this object, or it begins the next object of that list.
            if (c is ']' or '{' && _arrays > 0) break;
            if (c is '"' || ReadsAsWord(c)) node.Members.Add(ReadMember(node, depth));
            else if (ReadValue(depth + 1) is null) _at++;
        }
        _objects--;
        node.End = _at;
        return node;
    }

    private OutlineMember ReadMember(OutlineObject holder, int depth)
    {
        OutlineNode key = _text[_at] == '"' ? ReadString() : ReadWord();
        OutlineMember member = new(key) { Parent = holder, End = key.End };
        key.Parent = member;
        var mark = _at;
        SkipSpace();
        if (_at == _text.Length || _text[_at] != ':')
        {
            _at = mark;
            return member;
        }
        member.ValueFrom = ++_at;
        SkipSpace();
        member.End = _at; // without a value it reaches to what follows
        if (IsKeyHere() || ReadValue(depth + 1) is not { } value) return member;
        (member.Value, value.Parent, member.End) = (value, member, value.End);
        return member;
    }

    private OutlineArray ReadArray(int depth)
    {
        OutlineArray node = new(_at++);
        _arrays++;
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length) break;
            var c = _text[_at];
            if (c == ']')
            {
                _at++;
                node.IsClosed = true;
                break;
            }
            // It closes an object around this list, or it is that object's next key.
            if (_objects > 0 && (c == '}' || IsKeyHere())) break;
            if (ReadValue(depth + 1) is not { } item) _at++;
            else
            {
                item.Parent = node;
                node.Items.Add(item);
            }
        }
        _arrays--;
        node.End = _at;
        return node;
    }

    /// <summary>A string with a colon after it: the value before it is missing, or its bracket is.</summary>
    private bool IsKeyHere()
    {
        if (_at == _text.Length || _text[_at] != '"') return false;
        var mark = _at;
        var isClosed = ReadString().IsClosed;
        SkipSpace();
        var isKey = isClosed && _at < _text.Length && _text[_at] == ':';
        _at = mark;
        return isKey;
    }

    private OutlineString ReadString()
    {
        var start = _at++;
        while (_at < _text.Length && _text[_at] is not ('"' or '\n' or '\r')) _at += _text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is not ('\n' or '\r') ? 2 : 1;
        var isClosed = _at < _text.Length && _text[_at] == '"';
        OutlineString node = new(start, _text[(start + 1).._at]) { IsClosed = isClosed };
        if (isClosed) _at++;
        node.End = _at;
        return node;
    }

    private OutlineWord ReadWord()
    {
        var start = _at;
        while (_at < _text.Length && ReadsAsWord(_text[_at])) _at++;
        return new(start, _text[start.._at]) { End = _at, IsClosed = false };
    }

    private static bool ReadsAsWord(char c) => !char.IsWhiteSpace(c) && c is not ('{' or '}' or '[' or ']' or ',' or ':' or '"' or '\uFEFF');

    private void SkipSpace()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF')) _at++;
    }
}
