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

    public CallsBehind(IReadOnlyList<HistoryEvent> history, Dictionary<long, ApiCall> calls)
    {
        foreach (var change in history.OfType<Change>())
        {
            if (change.Cause is { } cause)
            {
                _madeBy.TryAdd(change.Resource, cause);
                if (calls[cause].Operation is "PutScalingPolicy") _policies[(change.Resource, change.Number)] = cause;
            }
            // A group's and a service's sentences name what they start: the first that does owns it.
            if (change.Service is "autoscaling" or "ecs") foreach (var id in Ids(change.What)) if (id != change.Resource) _ownerOf.TryAdd(id, change.Resource);
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

    /// <summary>Instances' ids (<c>i-</c> and 17 digits) and tasks' (32 digits) in a sentence.</summary>
    private static IEnumerable<string> Ids(string sentence)
    {
        for (var i = 0; i < sentence.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterOrDigit(sentence[i - 1])) continue;
            var length = sentence.AsSpan(i).StartsWith("i-", StringComparison.Ordinal) ? 19 : 32;
            if (i + length > sentence.Length) continue;
            var id = sentence.AsSpan(i, length);
            if ((length == 19 ? id[2..] : id).ContainsAnyExcept("0123456789abcdef")) continue;
            yield return sentence.Substring(i, length);
            i += length - 1;
        }
    }
}
