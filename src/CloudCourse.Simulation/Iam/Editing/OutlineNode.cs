namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>A piece of a text that may be unfinished, with its place in UTF-16 units.</summary>
internal abstract class OutlineNode(int start)
{
    public int Start { get; } = start;

    /// <summary>Just past the last character.</summary>
    public int End { get; set; }

    /// <summary>Its own end was found; otherwise the piece reaches to where something else begins.</summary>
    public bool IsClosed { get; set; }
    public OutlineNode? Parent { get; set; }

    /// <summary>Whether a cursor here is inside.</summary>
    public bool Holds(int offset) => offset > Start && (IsClosed ? offset < End : offset <= End);
}

internal sealed class OutlineObject(int start) : OutlineNode(start)
{
    public List<OutlineMember> Members { get; } = [];

    public OutlineMember? Find(string name) => Members.Find(m => m.Name == name);
}

internal sealed class OutlineArray(int start) : OutlineNode(start)
{
    public List<OutlineNode> Items { get; } = [];
}

internal sealed class OutlineString(int start, string text) : OutlineNode(start)
{
    /// <summary>What stands between the quotes, escapes as written.</summary>
    public string Text { get; } = text;

    /// <summary>Just past the last character between the quotes.</summary>
    public int TextEnd => Start + 1 + Text.Length;
}

/// <summary>A number, a word, or whatever else stands without quotes.</summary>
internal sealed class OutlineWord(int start, string text) : OutlineNode(start)
{
    public string Text { get; } = text;
}

/// <param name="key">A string, or a word where the quotes are missing.</param>
internal sealed class OutlineMember(OutlineNode key) : OutlineNode(key.Start)
{
    public OutlineNode Key { get; } = key;
    public string Name { get; } = key is OutlineString text ? text.Text : ((OutlineWord)key).Text;

    /// <summary>Just past the colon; null while there is none.</summary>
    public int? ValueFrom { get; set; }
    public OutlineNode? Value { get; set; }

    /// <summary>The value's strings: itself, or those of its list.</summary>
    public IEnumerable<OutlineString> Texts => Value switch
    {
        OutlineString one => [one],
        OutlineArray list => list.Items.OfType<OutlineString>(),
        _ => [],
    };
}
