using System.Collections.Immutable;

namespace CloudCourse.Simulation.Sqs;

/// <summary>Works on a queue's contents at one moment. Nothing is changed until what <see cref="Contents"/> gives is kept.</summary>
internal sealed class QueueWork
{
    private readonly bool _isFifo;
    private readonly long _retention;
    private readonly QueueContents _before;
    private ImmutableSortedDictionary<long, QueuedMessage> _messages;
    private ImmutableSortedSet<long> _ready;
    private ImmutableSortedSet<(long At, long Number)> _hidden;
    private ImmutableSortedSet<(long SentAt, long Number)> _byAge;
    private ImmutableSortedDictionary<string, MessageGroup> _groups;
    private int _inFlight, _delayed;
    private long _last;
    private long _now;

    /// <param name="now">Ticks of UTC.</param>
    public QueueWork(Queue queue, long now)
    {
        _isFifo = queue.IsFifo;
        _retention = queue.Settings.MessageRetentionPeriod * TimeSpan.TicksPerSecond;
        var contents = _before = queue.Contents;
        (_messages, _ready, _hidden, _byAge, _groups) = (contents.Messages, contents.Ready, contents.Hidden, contents.ByAge, contents.Groups);
        (_inFlight, _delayed, _last) = (contents.InFlight, contents.Delayed, contents.Last);
        MoveTo(now);
    }

    public int InFlight => _inFlight;
    public int Delayed => _delayed;
    public int Visible => _messages.Count - _inFlight - _delayed;

    /// <summary>How many came to the end of their retention period.</summary>
    public int Expired { get; private set; }

    public QueueContents Contents => _before with
    {
        Messages = _messages,
        Ready = _ready,
        Hidden = _hidden,
        ByAge = _byAge,
        Groups = _groups,
        InFlight = _inFlight,
        Delayed = _delayed,
        Last = _last,
    };

    public QueuedMessage? Find(long number) => _messages.GetValueOrDefault(number);

    /// <summary>When the next hidden message becomes visible; null where none is hidden.</summary>
    public long? NextVisible => _hidden.IsEmpty ? null : _hidden.Min.At;

    /// <summary>When something becomes visible or expires next; null where nothing will.</summary>
    public long? NextChange
    {
        get
        {
            long? expires = _byAge.IsEmpty ? null : _byAge.Min.SentAt + _retention;
            return NextVisible is { } visible && !(expires < visible) ? visible : expires;
        }
    }

    /// <summary>
    /// Since when the oldest message waits; 0 where none does. One that was received three times and not deleted stands behind the others; in a
    /// dead-letter queue it counts from when it came there.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"/>
    public long Oldest
    {
        get
        {
            const int Looked = 1000; // at more poison than this the oldest of all is told
            if (_byAge.IsEmpty) return 0;
            var fresh = _byAge.Take(Looked).Select(a => _messages[a.Number]).Where(m => m.Receives < 3).Select(Since).DefaultIfEmpty(0).Min();
            return fresh > 0 ? fresh : Since(_messages[_byAge.Min.Number]);

            static long Since(QueuedMessage message) => Math.Max(message.SentAt, message.GivenUpAt);
        }
    }

    public bool HasReady => !_ready.IsEmpty;

    /// <summary>Whether the next message of its group, or of the queue, may be received now.</summary>
    public IEnumerable<QueuedMessage> ReadyMessages()
    {
        foreach (var number in _ready)
        {
            var first = _messages[number];
            yield return first;
            if (!_isFifo) continue;
            // As many of the group as can be had come before another group's.
            foreach (var next in _groups[first.GroupId!].Numbers)
            {
                if (next <= number) continue;
                var message = _messages[next];
                if (message.VisibleAt > _now) break;
                yield return message;
            }
        }
    }

    public void MoveTo(long now)
    {
        _now = now;
        while (!_hidden.IsEmpty && _hidden.Min is var (at, number) && at <= now)
        {
            var message = _messages[number];
            _hidden = _hidden.Remove((at, number));
            if (message.IsInFlight) _inFlight--;
            else _delayed--;
            _messages = _messages.SetItem(number, message with { IsInFlight = false });
            Shown(message);
        }
        while (!_byAge.IsEmpty && _byAge.Min is var (sent, old) && sent + _retention <= now)
        {
            Remove(_messages[old]);
            Expired++;
        }
    }

    /// <summary>Puts a message in, under the next number.</summary>
    /// <param name="message">Its number is given here.</param>
    public QueuedMessage Add(QueuedMessage message)
    {
        message = message with { Number = ++_last, IsInFlight = false };
        _messages = _messages.Add(message.Number, message);
        _byAge = _byAge.Add((message.SentAt, message.Number));
        var isDelayed = message.VisibleAt > _now;
        if (isDelayed)
        {
            _hidden = _hidden.Add((message.VisibleAt, message.Number));
            _delayed++;
        }
        if (_isFifo)
        {
            var group = GroupOf(message);
            Keep(message.GroupId!, group with { Numbers = group.Numbers.Add(message.Number) });
        }
        else if (!isDelayed) _ready = _ready.Add(message.Number);
        return message;
    }

    public void Remove(QueuedMessage message)
    {
        message = _messages[message.Number];
        _messages = _messages.Remove(message.Number);
        _byAge = _byAge.Remove((message.SentAt, message.Number));
        var wasHidden = message.VisibleAt > _now || message.IsInFlight;
        if (wasHidden)
        {
            _hidden = _hidden.Remove((message.VisibleAt, message.Number));
            if (message.IsInFlight) _inFlight--;
            else _delayed--;
        }
        if (_isFifo)
        {
            var group = GroupOf(message);
            Keep(message.GroupId!, group with { Numbers = group.Numbers.Remove(message.Number), InFlight = group.InFlight - (message.IsInFlight ? 1 : 0) });
        }
        else if (!wasHidden) _ready = _ready.Remove(message.Number);
    }

    /// <summary>Gives a message out, visible or not: it is in flight until its time-out.</summary>
    /// <param name="at">Later than now where the receiver waited for it.</param>
    public QueuedMessage Take(long number, long at, long visibleAt)
    {
        var before = _messages[number];
        return Hide(before, before with
        {
            Receives = before.Receives + 1,
            FirstReceived = before.Receives == 0 ? at : before.FirstReceived,
            LastReceived = at,
        }, visibleAt);
    }

    /// <summary>Moves the end of a message's time-out. Now or earlier: it is visible at once.</summary>
    public QueuedMessage Hide(QueuedMessage message, long visibleAt) => Hide(message, message, visibleAt);

    private QueuedMessage Hide(QueuedMessage before, QueuedMessage after, long visibleAt)
    {
        var wasHidden = before.VisibleAt > _now || before.IsInFlight;
        if (wasHidden) _hidden = _hidden.Remove((before.VisibleAt, before.Number));
        if (wasHidden && !before.IsInFlight) _delayed--;
        after = after with { VisibleAt = visibleAt, IsInFlight = visibleAt > _now };
        _messages = _messages.SetItem(after.Number, after);
        if (after.IsInFlight) _hidden = _hidden.Add((visibleAt, after.Number));
        var more = (after.IsInFlight ? 1 : 0) - (before.IsInFlight ? 1 : 0);
        _inFlight += more;
        if (_isFifo)
        {
            var group = GroupOf(after);
            Keep(after.GroupId!, group with { InFlight = group.InFlight + more });
        }
        else _ready = after.IsInFlight ? _ready.Remove(after.Number) : _ready.Add(after.Number);
        return after;
    }

    private void Shown(QueuedMessage message)
    {
        if (!_isFifo)
        {
            _ready = _ready.Add(message.Number);
            return;
        }
        var group = GroupOf(message);
        Keep(message.GroupId!, group with { InFlight = group.InFlight - (message.IsInFlight ? 1 : 0) });
    }

    private MessageGroup GroupOf(QueuedMessage message) => _groups.GetValueOrDefault(message.GroupId!, MessageGroup.Empty);

    /// <summary>A group is free while none of its messages is in flight and its first one may be seen.</summary>
    private void Keep(string id, MessageGroup group)
    {
        long? head = group.InFlight == 0 && group.Numbers.Count > 0 && _messages[group.Numbers.Min].VisibleAt <= _now ? group.Numbers.Min : null;
        if (head != group.Head)
        {
            if (group.Head is { } old) _ready = _ready.Remove(old);
            if (head is { } first) _ready = _ready.Add(first);
        }
        _groups = group.Numbers.IsEmpty ? _groups.Remove(id) : _groups.SetItem(id, group with { Head = head });
    }
}
