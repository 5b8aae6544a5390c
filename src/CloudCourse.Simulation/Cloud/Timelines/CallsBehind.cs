namespace CloudCourse.Simulation.Cloud.Timelines;

/// <summary>
/// Finds the call behind a change. Where no call made it happen at once, it is the one that made what acted: the group that replaces
/// an instance, the policy that scales a group.
/// </summary>
internal sealed class CallsBehind
{
    private readonly Dictionary<string, long> _madeBy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ownerOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Group, long Number), long> _policies = [];

    /// <param name="owners">What keeps a resource, by the resource's id, as far as the account itself tells.</param>
    public CallsBehind(IEnumerable<HistoryEvent> history, Dictionary<long, ApiCall> calls, IEnumerable<KeyValuePair<string, string>> owners)
    {
        foreach (var (resource, owner) in owners) _ownerOf.TryAdd(resource, owner);
        foreach (var change in history.OfType<Change>())
        {
            if (change.Cause is { } cause)
            {
                _madeBy.TryAdd(change.Resource, cause);
                if (calls[cause].Operation is "PutScalingPolicy") _policies[(change.Resource, change.Number)] = cause;
            }
            // A group's sentences name what it starts: the first that does owns it.
            if (change.Service is "autoscaling") foreach (var id in Ids(change.What)) if (id != change.Resource) _ownerOf.TryAdd(id, change.Resource);
        }
    }

    public (long? Call, bool Direct) Of(Change change)
    {
        if (change.Cause is { } cause) return (cause, true);
        if (change is { Service: "autoscaling", From: not null, To: not null } && Latest(change) is { } policy) return (policy, false);
        var resource = change.Resource;
        if (_ownerOf.TryGetValue(resource, out var owner) && _madeBy.TryGetValue(owner, out var ofOwner)) return (ofOwner, false);
        return _madeBy.TryGetValue(resource, out var made) ? (made, false) : (null, false);
    }

    private long? Latest(Change change)
    {
        long? latest = null;
        foreach (var ((group, number), call) in _policies)
        {
            if (group == change.Resource && number < change.Number) latest = call;
        }
        return latest;
    }

    /// <summary>Instances' ids in a sentence: <c>i-</c> and 17 hexadecimal digits.</summary>
    private static IEnumerable<string> Ids(string sentence)
    {
        const int Length = 19;
        for (var i = sentence.IndexOf("i-", StringComparison.Ordinal); i >= 0 && i + Length <= sentence.Length; i = sentence.IndexOf("i-", i + 2, StringComparison.Ordinal))
        {
            if (!sentence.AsSpan(i + 2, Length - 2).ContainsAnyExcept("0123456789abcdef")) yield return sentence.Substring(i, Length);
        }
    }
}
