namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>What somebody is about to write, or points at.</summary>
internal enum Spot
{
    None, Document, DocumentKey, Version, Statements, Statement, StatementKey, Effect, Principal, PrincipalType, PrincipalEntry, Action, Resource,
    Condition, Operator, OperatorBlock, ConditionKey, Value,
}

/// <summary>Where the cursor is, in words of the policy language.</summary>
/// <param name="Holder">The object or list that the place is in.</param>
/// <param name="Member">The member whose value this is, or whose name.</param>
/// <param name="Token">The string or word under the cursor; null between things.</param>
/// <param name="Statement">The statement that all of it belongs to.</param>
/// <param name="Operator">In a condition: the operator's member.</param>
internal sealed record PolicyPlace(
    Spot Spot, int Offset, OutlineNode? Holder, OutlineMember? Member, OutlineNode? Token, OutlineObject? Statement, OutlineMember? Operator)
{
    public bool IsKey => Spot is Spot.DocumentKey or Spot.StatementKey or Spot.PrincipalType or Spot.Operator or Spot.ConditionKey;

    public string Text => Token switch { OutlineString text => text.Text, OutlineWord word => word.Text, _ => "" };

    /// <summary>The token up to the cursor, without its quote.</summary>
    public string Typed => Token switch
    {
        OutlineString text => text.Text[..Math.Clamp(Offset - text.Start - 1, 0, text.Text.Length)],
        OutlineWord word => word.Text[..Math.Clamp(Offset - word.Start, 0, word.Text.Length)],
        _ => "",
    };

    /// <summary>The cursor is between the quotes of a value, which stay.</summary>
    public bool IsInText => Token is OutlineString && !IsKey;

    /// <summary>
    /// What a choice replaces: a name with its quotes, of a value what is between them. Of a string without an end only what is
    /// before the cursor, since nobody knows where it was to end.
    /// </summary>
    public (int Start, int End) Span => Token switch
    {
        null => (Offset, Offset),
        OutlineString text when IsInText => (text.Start + 1, text.IsClosed ? text.TextEnd : Offset),
        OutlineString { IsClosed: false } text => (text.Start, Offset),
        var token => (token.Start, token.End),
    };

    public static PolicyPlace Find(PolicyOutline outline, int offset)
    {
        if (outline.Document is not { } document) return new(outline.Root is null ? Spot.Document : Spot.None, offset, null, null, null, null, null);
        if (!document.Holds(offset)) return new(Spot.None, offset, null, null, null, null, null);
        OutlineNode at = document;
        while (true)
        {
            switch (at)
            {
                case OutlineObject json:
                    if (MemberAt(json, offset) is not { } member) return Key(json, null, null, offset);
                    if (Touches(member.Key, offset)) return Key(json, member, member.Key, offset);
                    if (member.Value is null) return Value(member, json, null, offset);
                    if (offset < member.Value.Start) return new(Spot.None, offset, json, member, null, null, null);
                    if (member.Value is not (OutlineObject or OutlineArray)) return Value(member, json, member.Value, offset);
                    at = member.Value;
                    break;
                case OutlineArray list:
                    var item = list.Items.Find(i => i is OutlineObject or OutlineArray ? i.Holds(offset) : Touches(i, offset));
                    if (item is OutlineObject or OutlineArray) { at = item; break; }
                    for (OutlineNode? up = list; up is not null; up = up.Parent)
                    {
                        if (up is OutlineMember of) return Value(of, list, item, offset);
                    }
                    return new(Spot.None, offset, list, null, item, null, null);
                default:
                    return new(Spot.None, offset, at.Parent, null, at, null, null);
            }
        }
    }

    /// <summary>In a string: between its quotes. At a word: anywhere at it.</summary>
    private static bool Touches(OutlineNode token, int offset) => token is OutlineWord ? offset >= token.Start && offset <= token.End : token.Holds(offset);

    private static OutlineMember? MemberAt(OutlineObject json, int offset)
    {
        for (var i = 0; i < json.Members.Count; i++)
        {
            var member = json.Members[i];
            if (Touches(member.Key, offset)) return member;
            if (member.ValueFrom is not { } from || offset < from) continue;
            if (member.Value is not { } value)
            {
                // Nothing written yet: up to what follows.
                if (offset <= member.End) return member;
            }
            else if (offset < value.Start || (value is OutlineObject or OutlineArray ? value.Holds(offset) : Touches(value, offset))) return member;
        }
        return null;
    }

    private static PolicyPlace Key(OutlineObject json, OutlineMember? member, OutlineNode? token, int offset)
    {
        var path = Path(json);
        var spot = path switch
        {
            [] => Spot.DocumentKey,
            ["Statement"] => Spot.StatementKey,
            ["Statement", "Principal" or "NotPrincipal"] => Spot.PrincipalType,
            ["Statement", "Condition"] => Spot.Operator,
            ["Statement", "Condition", _] => Spot.ConditionKey,
            _ => Spot.None,
        };
        return new(spot, offset, json, member, token, StatementOf(json), OperatorOf(json));
    }

    private static PolicyPlace Value(OutlineMember member, OutlineNode holder, OutlineNode? token, int offset)
    {
        string[] path = [.. Path((OutlineObject)member.Parent!), member.Name];
        var spot = path switch
        {
            ["Version"] => Spot.Version,
            ["Statement"] => holder is OutlineArray ? Spot.Statement : Spot.Statements,
            ["Statement", "Effect"] => Spot.Effect,
            ["Statement", "Principal" or "NotPrincipal"] => Spot.Principal,
            ["Statement", "Principal" or "NotPrincipal", _] => Spot.PrincipalEntry,
            ["Statement", "Action" or "NotAction"] => Spot.Action,
            ["Statement", "Resource" or "NotResource"] => Spot.Resource,
            ["Statement", "Condition"] => Spot.Condition,
            ["Statement", "Condition", _] => Spot.OperatorBlock,
            ["Statement", "Condition", _, _] => Spot.Value,
            _ => Spot.None,
        };
        return new(spot, offset, holder, member, token, StatementOf(member), OperatorOf(member));
    }

    /// <summary>The names of the members that lead to the node, from the document on.</summary>
    public static List<string> Path(OutlineNode node)
    {
        List<string> path = [];
        for (var up = node; up is not null; up = up.Parent)
        {
            if (up is OutlineMember member) path.Insert(0, member.Name);
        }
        return path;
    }

    public static OutlineObject? StatementOf(OutlineNode node)
    {
        for (var up = node; up is not null; up = up.Parent)
        {
            if (up is OutlineObject json && Path(json) is ["Statement"]) return json;
        }
        return null;
    }

    private static OutlineMember? OperatorOf(OutlineNode node)
    {
        for (var up = node; up is not null; up = up.Parent)
        {
            if (up is OutlineMember { Parent: OutlineObject { Parent: OutlineMember { Name: "Condition" } } } member) return member;
        }
        return null;
    }
}
