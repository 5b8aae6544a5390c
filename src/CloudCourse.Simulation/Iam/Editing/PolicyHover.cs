using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Editing;

/// <param name="Start">Of the text that the words are about, in UTF-16 units.</param>
public sealed record Hover(int Start, int End, string Markdown);

/// <summary>What is known about the thing under the pointer.</summary>
public static class PolicyHover
{
    private const string Reference = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

    /// <summary>An action may work on a dozen types; who wants them all follows the link.</summary>
    private const int MostTypes = 4;

    /// <summary>Null where there is nothing to say.</summary>
    /// <param name="offset">Before the character that is pointed at, in UTF-16 units.</param>
    public static Hover? At(string text, int offset)
    {
        var outline = PolicyOutline.Read(text);
        offset = Math.Clamp(offset, 0, text.Length);
        var place = PolicyPlace.Find(outline, offset);
        // A pointer at the opening quote is at the string, though a cursor there is before it.
        if (place.Token is null && offset < text.Length && text[offset] == '"') place = PolicyPlace.Find(outline, offset + 1);
        if (place.Token is not (OutlineString or OutlineWord) || Words(place) is not { Length: > 0 } markdown) return null;
        return new(place.Token.Start, place.Token.End, markdown);
    }

    private static string? Words(PolicyPlace place) => place.Spot switch
    {
        Spot.DocumentKey or Spot.StatementKey => ElementTexts.Markdown(place.Text),
        Spot.PrincipalType => ElementTexts.PrincipalMarkdown(place.Text),
        Spot.Effect => place.Text switch
        {
            "Allow" => "**Allow** lets a matching request through, unless a Deny stops it.",
            "Deny" => "**Deny** stops a matching request, whatever allows it.",
            _ => null,
        },
        Spot.Principal when place.Text == "*" => "`*`: everybody, strangers without credentials too. A Condition can narrow it.",
        Spot.PrincipalEntry => PrincipalTexts.Markdown(place.Member!.Name, place.Text),
        Spot.Action => Action(place.Text),
        Spot.Resource => ResourceTexts.Markdown(place.Text, place.Statement),
        Spot.Operator => OperatorTexts.Markdown(place.Text),
        Spot.ConditionKey => Key(place),
        Spot.Value => Value(place),
        _ => null,
    };

    private static string? Action(string text)
    {
        if (text == "*") return "`*`: every action of every service, also of services yet to come.";
        if (!text.AsSpan().ContainsAny('*', '?'))
        {
            if (ActionCatalog.Current.Action(text) is not { } action) return null;
            var service = ActionCatalog.Current.Service(text.AsSpan(0, text.IndexOf(':', StringComparison.Ordinal)))!;
            return One(service, action);
        }
        var named = StatementActions.Of(text).Named;
        if (named.Count == 0) return null;
        var levels = named.GroupBy(n => n.Action.Level).OrderBy(g => g.Key).Select(g => $"{g.Count()} {ActionTexts.Level(g.Key)}");
        return string.Join("\n\n",
            $"`{text}` fits **{named.Count}** of {named[0].Service.Actions.Count} actions of {named[0].Service.Name}: {string.Join(", ", levels)}.",
            StatementActions.Few([.. named.Select(n => n.Action.Name)], 8) + ".");
    }

    private static string One(CatalogService service, CatalogAction action)
    {
        List<string> parts =
        [
            $"**{StatementActions.FullName(service, action)}** · {ActionTexts.Level(action.Level)}",
            $"{service.Name}: {ActionTexts.Meaning(action.Level)}.",
        ];
        parts.Add(action.Targets.Count == 0
            ? "It names no resource: allow it on `*`."
            : "On:\n\n" + string.Join("\n", action.Targets.OrderByDescending(t => t.Required).ThenBy(t => t.Type.Arn.Length).Take(MostTypes)
                    .Select(t => $"- {t.Type.Name}{(t.Required ? " (required)" : "")}: `{Snippets.Shown(t.Type.Arn)}`"))
                + (action.Targets.Count > MostTypes ? $"\n- and {action.Targets.Count - MostTypes} more" : ""));
        var keys = StatementActions.KeysOf(action).Select(k => $"`{k.Name}`").ToList();
        if (keys.Count > 0) parts.Add($"Condition keys: {StatementActions.Few(keys, 8)}.");
        if (action.DependentActions.Count > 0) parts.Add($"Its caller needs {StatementActions.Few([.. action.DependentActions.Select(a => $"`{a}`")], 4)} too.");
        parts.Add($"[AWS's list of actions]({Reference})");
        return string.Join("\n\n", parts);
    }

    private static string? Key(PolicyPlace place)
    {
        var name = place.Text;
        if (ActionCatalog.Current.Key(name) is not { } key) return KeyTexts.Meaning(name) is { } words ? $"**{name}**\n\n{words}" : null;
        var isGlobal = ActionCatalog.Current.ServiceOfKey(name, out _) is null;
        List<string> parts = [$"**{name}** · {KeyTexts.TypeWords(key)}{(isGlobal ? ", a global key" : "")}"];
        if (KeyTexts.Meaning(name) is { } meaning) parts.Add(meaning);
        var actions = StatementActions.Of(place.Statement).Named;
        if (!isGlobal && actions.Count > 0)
        {
            var with = actions.Where(a => a.Action.Has(key)).Select(a => $"`{StatementActions.FullName(a.Service, a.Action)}`").ToList();
            parts.Add(with.Count == actions.Count ? "Requests for all actions of this statement can have it."
                : with.Count == 0 ? "No request for an action of this statement has it."
                : $"Of this statement's actions, requests for {StatementActions.Few(with)} can have it; those for the others never do.");
        }
        if (key.HasSeveralValues) parts.Add("It can have several values: compare it with `ForAnyValue` or `ForAllValues`.");
        if (isGlobal) parts.Add("[AWS on global keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html)");
        return string.Join("\n\n", parts);
    }

    /// <summary>A variable under the pointer, or the key that the value belongs to.</summary>
    private static string? Value(PolicyPlace place)
    {
        if (ResourceTexts.VariableAt(place) is { } variable) return variable;
        var (_, _, op) = ConditionOperator.Parse(place.Operator?.Name ?? "");
        return op is null ? null : $"`{place.Member!.Name}`: {OperatorTexts.Short(op)}.";
    }
}
