using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>Why a resource or an ARN did not match; <see cref="None"/> when it did.</summary>
public enum ArnMismatch { None, NotAnArn, Partition, Service, Region, Account, Resource, Variable }

/// <summary>
/// An ARN with wildcards. Its six parts are compared one by one, so a star in one never reaches into the next; the last
/// part holds every colon that follows. A single <c>*</c> matches everything.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"/>
public sealed class ArnPattern
{
    private const int Parts = 6;
    private readonly Pattern[] _parts;

    private ArnPattern(string text, Location at, Pattern[] parts)
    {
        (Text, At, _parts) = (text, at, parts);
        PartTexts = [.. parts.Select(p => p.Text)];
    }

    public string Text { get; }
    public Location At { get; }
    public bool IsEverything => Text == "*";

    /// <summary>False for a text that has fewer than six parts or does not start with <c>arn</c>, and is not <c>*</c>.</summary>
    public bool IsReadable => IsEverything || (_parts.Length == Parts && _parts[0].Text is "arn" or "*" or "arn*");

    public IReadOnlyList<Pattern> Pieces => _parts;

    /// <summary>The parts as the policy has them.</summary>
    internal string[] PartTexts { get; }
    public IEnumerable<string> Variables => _parts.SelectMany(p => p.Variables);
    public IEnumerable<string> VariableMistakes => _parts.SelectMany(p => p.VariableMistakes);

    public static ArnPattern Read(string text, Location at, bool variables) =>
        new(text, at, [.. Split(text, variables).Select(part => Pattern.Read(part, at, variables))]);

    /// <param name="unresolved">The variable's key, when <see cref="ArnMismatch.Variable"/> is the answer.</param>
    public ArnMismatch Match(string arn, RequestContext context, WorkBudget work, out string? unresolved)
    {
        unresolved = null;
        if (IsEverything) return ArnMismatch.None;
        if (_parts.Length != Parts) return ArnMismatch.NotAnArn;
        Span<Range> ranges = stackalloc Range[Parts];
        var text = arn.AsSpan();
        if (text.Split(ranges, ':') != Parts) return ArnMismatch.NotAnArn;

        for (var i = 0; i < Parts; i++)
        {
            if (_parts[i].Expand(context, out unresolved) is not { } tokens) return ArnMismatch.Variable;
            if (!Wildcard.Matches(tokens, text[ranges[i]], ignoreCase: false, work))
            {
                return i switch
                {
                    0 => ArnMismatch.NotAnArn,
                    1 => ArnMismatch.Partition,
                    2 => ArnMismatch.Service,
                    3 => ArnMismatch.Region,
                    4 => ArnMismatch.Account,
                    _ => ArnMismatch.Resource,
                };
            }
        }
        return ArnMismatch.None;
    }

    /// <summary>Cuts at the first five colons that are not inside a variable's braces.</summary>
    internal static List<string> Split(string text, bool variables)
    {
        List<string> parts = [];
        var start = 0;
        for (var i = 0; i < text.Length && parts.Count < Parts - 1; i++)
        {
            if (variables && text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                var end = text.IndexOf('}', i);
                if (end >= 0) i = end;
            }
            else if (text[i] == ':')
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }
}
