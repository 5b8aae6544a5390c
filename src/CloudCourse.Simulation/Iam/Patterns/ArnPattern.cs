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

    /// <summary>The parts that are plain up to the first that is not, with their colons: in most ARNs five, which one comparison tells.</summary>
    private readonly string _start = "";
    private readonly int _plainParts;

    /// <summary>Six parts, and no variable before the last.</summary>
    private readonly bool _isSimple;

    /// <summary>How many colons it has of its own; those in a part with variables are not counted, so there may be more.</summary>
    private readonly int _colons;

    /// <summary>A star ends one of the first five parts.</summary>
    private readonly bool _runsOn;

    private ArnPattern(string text, Location at, Pattern[] parts)
    {
        (Text, At, _parts, IsEverything) = (text, at, parts, text == "*");
        PartTexts = [.. parts.Select(p => p.Text)];
        _colons = parts.Where(p => p.Variables.Count == 0).Sum(p => p.Text.Count(c => c == ':')) + parts.Length - 1;
        // A star before a colon of the first five, or at the end of a text that has not so many.
        _runsOn = PartTexts.Take(Parts - 1).Any(p => p.EndsWith('*'));
        HasVariables = Array.Exists(parts, p => p.Variables.Count > 0);
        _isSimple = parts.Length == Parts && Array.TrueForAll(parts[..^1], p => p.Variables.Count == 0);
        while (_isSimple && _plainParts < Parts - 1 && parts[_plainParts].Literal is not null) _plainParts++;
        _start = string.Concat(parts[.._plainParts].Select(p => p.Literal + ":"));
    }

    public string Text { get; }
    public Location At { get; }
    public bool IsEverything { get; }

    /// <summary>False for a text that has fewer than six parts or does not start with <c>arn</c>, and is not <c>*</c>.</summary>
    public bool IsReadable => IsEverything || (_parts.Length == Parts && _parts[0].Text is "arn" or "*" or "arn*");

    /// <summary>As an element of Resource it need not have six parts if a star stands for the rest: <c>arn:aws:s3:*</c>.</summary>
    public bool IsResource => IsReadable || (_parts.Length > 1 && _parts[0].Text == "arn" && _runsOn);

    public bool HasVariables { get; }

    public IReadOnlyList<Pattern> Pieces => _parts;

    /// <summary>The parts as the policy has them.</summary>
    internal string[] PartTexts { get; }
    public IEnumerable<string> Variables => _parts.SelectMany(p => p.Variables);
    public IEnumerable<string> VariableMistakes => _parts.SelectMany(p => p.VariableMistakes);

    public static ArnPattern Read(string text, Location at, bool variables) =>
        new(text, at, [.. Split(text, variables).Select(part => Pattern.Read(part, at, variables))]);

    /// <summary>Whether the ARN fits; <see cref="Match"/> says why it does not.</summary>
    /// <param name="unresolved">The key of a variable without a value, where that is what keeps the ARN from fitting.</param>
    internal bool Fits(string arn, RequestContext context, WorkBudget work, out string? unresolved)
    {
        unresolved = null;
        if (IsEverything) return true;
        if (!_isSimple) return Match(arn, context, work, out unresolved) is ArnMismatch.None;
        work.Spend(1);
        if (!arn.StartsWith(_start, StringComparison.Ordinal)) return false;
        var rest = arn.AsSpan(_start.Length);
        for (var i = _plainParts; i < Parts - 1; i++)
        {
            var colon = rest.IndexOf(':');
            if (colon < 0 || !_parts[i].Fits(rest[..colon], ignoreCase: false, context, work, out _)) return false;
            rest = rest[(colon + 1)..];
        }
        return _parts[^1].Fits(rest, ignoreCase: false, context, work, out unresolved);
    }

    /// <summary>
    /// Whether a resource fits. In the Resource element a star that ends a part may run on over the colon into the next, unlike a
    /// star elsewhere in a part and a question mark, and unlike any in a condition's ARN.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"/>
    internal bool FitsResource(string arn, RequestContext context, WorkBudget work, out string? unresolved)
    {
        if (Fits(arn, context, work, out unresolved)) return true;
        // Each of the pattern's colons takes one; a star can run on only where some are left over.
        return _runsOn && unresolved is null && arn.AsSpan().Count(':') > _colons - (_parts.Length < Parts ? 1 : 0)
            && arn.StartsWith(_start, StringComparison.Ordinal) && ArnRun.Matches(_parts, arn, context, work, out unresolved);
    }

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
            if (_parts[i].Fits(text[ranges[i]], ignoreCase: false, context, work, out unresolved)) continue;
            return (unresolved, i) switch
            {
                (not null, _) => ArnMismatch.Variable,
                (_, 0) => ArnMismatch.NotAnArn,
                (_, 1) => ArnMismatch.Partition,
                (_, 2) => ArnMismatch.Service,
                (_, 3) => ArnMismatch.Region,
                (_, 4) => ArnMismatch.Account,
                _ => ArnMismatch.Resource,
            };
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
                // A brace that is never closed opens no variable, and neither does any after it.
                if (end >= 0) i = end;
                else variables = false;
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
