using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>One resource for each way in which the Resource elements of a slice can come out.</summary>
internal sealed class ResourceSpace
{
    /// <summary>What an action without resources is asked for.</summary>
    private const string NoResource = "*";

    /// <summary>What S3 asks for a list of all buckets on.</summary>
    private const string AllBuckets = "arn:aws:s3:::*";

    private readonly List<ArnPattern> _patterns = [];
    private readonly List<int[]?> _codes = [];
    private readonly List<int[]> _used = [];
    private readonly PatternWalk _walk;
    private readonly RequestContext _bound;
    private readonly IReadOnlyList<CatalogResourceType>? _types;
    private readonly int _firstType;

    /// <param name="account">The key aws:ResourceAccount where conditions ask for it: an ARN that has an account decides it.</param>
    /// <param name="allBuckets">The action is s3:ListAllMyBuckets.</param>
    /// <param name="types">The types that the resource is of; null for any, none for an action without resources.</param>
    public ResourceSpace(Slice slice, RequestContext bound, SliceKey? account, IReadOnlyList<CatalogResourceType>? types, bool orNone, bool allBuckets, Memory memory, Doubts doubts, WorkBudget work, string? partition = null)
    {
        (_bound, _types) = (bound, types);
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (var statement in slice.Statements)
        {
            List<int> used = [];
            foreach (var pattern in statement.Resources ?? [])
            {
                var name = pattern.Variables.Any() ? pattern.Text + "$" : pattern.Text;
                if (!ids.TryGetValue(name, out var id))
                {
                    ids[name] = id = _patterns.Count;
                    _patterns.Add(pattern);
                    _codes.Add(PatternCodes.Resource(pattern, bound));
                }
                used.Add(id);
                work.Spend(1);
            }
            _used.Add([.. used]);
        }
        List<WalkPattern> walked = [.. _codes.Select(c => new WalkPattern(c ?? [PatternCodes.End]))];
        if (account is not null) walked.AddRange(KeySpace.Patterns(account, bound, ArnText.Account));
        _firstType = walked.Count;
        walked.AddRange((types ?? []).Select(t => new WalkPattern(PatternCodes.OfType(t, partition))));
        _walk = new(walked, ArnText.Shape, work);

        var owners = account is null ? null : KeySpace.Choices(account, [], bound, null, doubts, work);
        if (types is null || orNone) Add(NoResource, allBuckets ? _walk.ClassOf(AllBuckets) : null);
        if (types is not { Count: 0 })
        {
            foreach (var one in _walk.Classes(memory.Walks))
            {
                if (types is null || Array.Exists(one.Fits, f => f >= _firstType)) Add(one.Text, one);
            }
        }

        void Add(string text, TextClass? found)
        {
            work.Spend(slice.Statements.Count);
            var choice = Meet(slice, found);
            if (owners is null) Choices.Add(new(text, choice, found));
            else if (text.Split(':', 6) is [_, _, _, _, { Length: > 0 } owner, _]) Choices.Add(new(text, Both(choice, KeySpace.Choices(account!, [], bound, [owner], doubts, work).First(c => c.Sets[0].Values is not null)), found));
            else Choices.AddRange(owners.Select(o => new ResourceChoice(text, Both(choice, o), found)));
        }
    }

    public List<ResourceChoice> Choices { get; } = [];

    /// <summary>The resource as people would write it, where one of the same class is at hand.</summary>
    public string Readable(ResourceChoice one, string account)
    {
        if (one.Class is not { } found || one.Text == NoResource) return one.Text;
        var types = _types is null ? _patterns.Where((p, i) => _codes[i] is not null && !p.IsEverything).SelectMany(Filled) : _types.SelectMany(t => Filled(t.Pattern));
        // Those that fit a pattern of the class first: they are about what the policies are about.
        foreach (var text in types.Concat(["arn:aws:s3:::example", "arn:aws:s3:::example/key", $"arn:aws:ec2:eu-west-1:{account}:instance/i-0abcd1234example", "arn:aws:s3:::another"]))
        {
            if (_walk.ClassOf(text) is { } other && other.Marks.AsSpan().SequenceEqual(found.Marks) && Owner(text) == Owner(one.Text)) return text;
        }
        return one.Text;

        string Owner(string text) => one.Choice.Sets.Length > 0 && text.Split(':', 6) is [_, _, _, _, var owner, _] ? owner : "";

        IEnumerable<string> Filled(ArnPattern pattern)
        {
            var parts = Enumerable.Range(0, pattern.Pieces.Count).Select(i => Written(pattern.Pieces[i].Expand(_bound, out var _) ?? [])).ToList();
            foreach (var star in new[] { "example", "" })
            {
                yield return string.Join(':', parts.Select((t, i) => t.Replace("?", "x", StringComparison.Ordinal)
                    .Replace("*", star.Length == 0 ? "" : i switch { 1 => "aws", 2 => "s3", 3 => "eu-west-1", 4 => account, _ => star }, StringComparison.Ordinal)));
            }
        }
    }

    private static string Written(int[] codes) => string.Concat(codes.Select(t => t switch { Wildcard.AnyRun => '*', Wildcard.AnyOne => '?', _ => (char)t }));

    private static Choice Both(Choice a, Choice b) => new(a.Out | b.Out, a.Doubt | b.Doubt, [.. a.Sets, .. b.Sets], 0, a.Why ?? b.Why);

    private Choice Meet(Slice slice, TextClass? found)
    {
        StatementBits no = default;
        var fits = found?.Fits ?? [];
        for (var i = 0; i < slice.Statements.Count; i++)
        {
            if (slice.Statements[i].Resources is null) continue;
            var hit = false;
            // A variable without a value fits nothing, and drops the statement where that would widen it.
            var dropped = false;
            foreach (var id in _used[i])
            {
                hit |= found is null ? _patterns[id].IsEverything : Array.BinarySearch(fits, id) >= 0;
                dropped |= _codes[id] is null;
            }
            if (slice.Statements[i].Negated ? hit || dropped : !hit) no |= StatementBits.Of(i);
        }
        return new(no, default, []);
    }
}
