namespace CloudCourse.Sandbox;

/// <summary>Lets so many runs go at once, one of each owner's, and lets owners take turns. Thread-safe.</summary>
internal sealed class FairQueue(int places)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = [];
    private readonly List<string> _running = [];
    private long _arrivals;

    public (int Running, int Waiting) Length
    {
        get
        {
            lock (_lock) return (_running.Count, _waiting.Count);
        }
    }

    /// <summary>Waits for a place; dispose what it gives to free it.</summary>
    /// <param name="owner">Null: nobody else's.</param>
    /// <param name="queued">Told the place in the queue, from 1, as it changes.</param>
    public async Task<IDisposable> EnterAsync(string? owner, IProgress<int>? queued, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_lock)
        {
            waiter = new(owner ?? $"\0{_arrivals}", _arrivals++, queued);
            _waiting.Add(waiter);
            Admit();
        }
        await using var leave = cancel.Register(() =>
        {
            lock (_lock)
            {
                if (!_waiting.Remove(waiter)) return;
                waiter.Turn.TrySetCanceled(cancel);
                Admit();
            }
        });
        await waiter.Turn.Task;
        return new Place(this, waiter.Owner);
    }

    private void Leave(string owner)
    {
        lock (_lock)
        {
            _running.Remove(owner);
            Admit();
        }
    }

    private void Admit()
    {
        while (_running.Count < places && InTurn().FirstOrDefault(w => !_running.Contains(w.Owner)) is { } next)
        {
            _waiting.Remove(next);
            _running.Add(next.Owner);
            next.Turn.TrySetResult();
        }
        var place = 0;
        foreach (var waiter in InTurn())
        {
            place++;
            if (waiter.Told == place) continue;
            waiter.Told = place;
            waiter.Queued?.Report(place);
        }
    }

    /// <summary>An owner's second run stands behind everybody's first, however early it came.</summary>
    private IEnumerable<Waiter> InTurn() => _waiting
        .GroupBy(w => w.Owner)
        .SelectMany(own => own.OrderBy(w => w.Arrival).Select((w, i) => (Waiter: w, Round: i + (_running.Contains(w.Owner) ? 1 : 0))))
        .OrderBy(w => w.Round).ThenBy(w => w.Waiter.Arrival)
        .Select(w => w.Waiter)
        .ToList();

    private sealed class Waiter(string owner, long arrival, IProgress<int>? queued)
    {
        public string Owner => owner;
        public long Arrival => arrival;
        public IProgress<int>? Queued => queued;
        public int Told { get; set; }
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(FairQueue queue, string owner) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) queue.Leave(owner);
        }
    }
}
