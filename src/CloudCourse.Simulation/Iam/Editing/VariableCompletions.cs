namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Policy variables, once somebody has typed <c>${</c>.</summary>
internal static class VariableCompletions
{
    /// <summary>Single values that a request often has; the rest of the keys can be written too.</summary>
    private static readonly (string Key, string Detail)[] Variables =
    [
        ("aws:username", "the IAM user's name; roles have none"),
        ("aws:PrincipalTag/${TagKey}", "a tag of whoever asks"),
        ("aws:userid", "the unique id of whoever asks"),
        ("aws:PrincipalAccount", "the account of whoever asks"),
        ("aws:PrincipalOrgID", "the organization of whoever asks"),
        ("aws:PrincipalArn", "the ARN of whoever asks"),
        ("aws:SourceIdentity", "who is behind the session"),
        ("aws:ResourceAccount", "the account of the resource"),
        ("aws:ResourceTag/${TagKey}", "a tag of the resource"),
        ("aws:RequestTag/${TagKey}", "a tag that the request brings"),
        ("aws:RequestedRegion", "the Region that is called"),
        ("aws:SourceVpc", "the VPC that the request comes from"),
        ("aws:FederatedProvider", "the provider that vouched"),
    ];

    public static bool TryAdd(CompletionRun run)
    {
        var place = run.Place;
        if (place.Spot is not (Spot.Resource or Spot.Value) || place.Token is not OutlineString token) return false;
        var typed = place.Typed;
        var open = typed.LastIndexOf("${", StringComparison.Ordinal);
        if (open < 0 || typed.IndexOf('}', open) >= 0) return false;

        var start = token.Start + 1 + open + 2;
        var rest = token.Text.AsSpan(place.Offset - token.Start - 1);
        var tail = rest.IndexOfAny("}${\\*/\" ");
        // The rest of a key's name goes with it; what stands after the variable stays.
        var end = tail >= 0 && rest[tail] == '}' ? place.Offset + tail : place.Offset;
        var close = tail >= 0 && rest[tail] == '}' ? "" : "}";
        run.Span = (start, end);
        foreach (var (key, detail) in Variables)
        {
            run.Add(key.Contains("${", StringComparison.Ordinal)
                ? new(Snippets.Shown(key), CompletionKind.Variable, detail, Snippets.Fields(key) + Snippets.Plain(close), IsSnippet: true)
                : new(key, CompletionKind.Variable, detail, key + close));
        }
        foreach (var plain in new[] { "*", "?", "$" }) run.Add(new(plain, CompletionKind.Variable, $"the character {plain} itself", plain + close));
        return true;
    }
}
