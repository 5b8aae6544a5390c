using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>A finding with the text around it, and the edits that fixes are made of.</summary>
internal sealed class FixContext
{
    public FixContext(string text, PolicyOutline outline, Finding finding, PolicyType kind)
    {
        (Text, Outline, Finding, Kind) = (text, outline, finding, kind);
        Node = NodeAt(finding.At);
        for (var up = Node; up is not null && Member is null; up = up.Parent) Member = up as OutlineMember;
        if (Node is not null) Statement = PolicyPlace.StatementOf(Node);
    }

    public string Text { get; }
    public PolicyOutline Outline { get; }
    public Finding Finding { get; }
    public PolicyType Kind { get; }

    /// <summary>What the finding points at; null where the text is no JSON there.</summary>
    public OutlineNode? Node { get; }

    /// <summary>The string that it points at, without quotes; empty where it is none, or has escapes, which nobody needs in a policy.</summary>
    public string Value => Node is OutlineString { IsClosed: true } text && !text.Text.Contains('\\', StringComparison.Ordinal) ? text.Text : "";

    /// <summary>The member whose name or value it is, or the value's list.</summary>
    public OutlineMember? Member { get; }
    public OutlineObject? Statement { get; }

    /// <summary>In a condition: the member whose name is the operator.</summary>
    public OutlineMember? Operator
    {
        get
        {
            for (var up = Node; up is not null; up = up.Parent)
            {
                if (up is OutlineMember { Parent: OutlineObject { Parent: OutlineMember { Name: "Condition" } } } member) return member;
            }
            return null;
        }
    }

    public OutlineNode? NodeAt(Location at)
    {
        var node = Outline.Root;
        while (node is not null && (node.Start != at.Start || node.End != at.End))
        {
            node = node switch
            {
                OutlineObject json => Within(json.Members.Find(m => m.Start <= at.Start && m.End >= at.End), at),
                OutlineArray list => list.Items.Find(i => i.Start <= at.Start && i.End >= at.End),
                _ => null,
            };
        }
        return node;
    }

    private static OutlineNode? Within(OutlineMember? member, Location at) => member is null ? null : at.End <= member.Key.End ? member.Key : member.Value;

    public static TextEdit Replace(OutlineNode node, string value) => new(node.Start, node.End, $"\"{value}\"");

    /// <summary>One fix that writes another value in the finding's place; none where that is what stands there.</summary>
    public IEnumerable<PolicyFix> Write(string? value, bool isPreferred = true) =>
        value is null || value == Value || Node is null ? [] : [new($"Write \"{value}\"", [Replace(Node, value)], isPreferred)];

    /// <summary>Takes a member out of its object, with the comma that is then too much.</summary>
    public TextEdit Cut(OutlineMember member) => Cut(member.Start, member.End);

    /// <summary>The same for items of a list, neighbours together.</summary>
    public List<TextEdit> Cut(OutlineArray list, IReadOnlyCollection<OutlineNode> items)
    {
        List<TextEdit> edits = [];
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (!items.Contains(list.Items[i])) continue;
            var last = i;
            while (last + 1 < list.Items.Count && items.Contains(list.Items[last + 1])) last++;
            edits.Add(Cut(list.Items[i].Start, list.Items[last].End));
            i = last;
        }
        return edits;
    }

    private TextEdit Cut(int start, int end)
    {
        var next = SkipSpace(end);
        if (next < Text.Length && Text[next] == ',') return new(start, SkipSpace(next + 1), "");
        var before = start - 1;
        while (before >= 0 && char.IsWhiteSpace(Text[before])) before--;
        return before >= 0 && Text[before] == ',' ? new(before, end, "") : new(start, end, "");
    }

    /// <summary>Puts a member before the others, with the space that they have.</summary>
    public TextEdit AddFirst(OutlineObject json, string member)
    {
        if (json.Members.Count == 0) return new(json.Start + 1, json.Start + 1, member);
        var first = json.Members[0].Start;
        var space = Text[(json.Start + 1)..first];
        return new(first, first, $"{member},{(space.Length == 0 ? " " : space)}");
    }

    /// <summary>The same after the others.</summary>
    public TextEdit AddLast(OutlineObject json, string member)
    {
        if (json.Members.Count == 0) return new(json.Start + 1, json.Start + 1, member);
        var space = Text[(json.Start + 1)..json.Members[0].Start];
        return new(json.Members[^1].End, json.Members[^1].End, $",{(space.Length == 0 ? " " : space)}{member}");
    }

    public int SkipSpace(int at)
    {
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        return at;
    }
}
