namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>How many capacity units something takes.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html"/>
internal static class Units
{
    /// <summary>A unit reads 4 KB strongly consistently; half of one, eventually consistently.</summary>
    public static double Read(long bytes, bool consistent) => Math.Max(1, (bytes + 4095) / 4096) * (consistent ? 1 : 0.5);

    /// <summary>A unit writes 1 KB.</summary>
    public static double Write(int bytes) => Math.Max(1, (bytes + 1023) / 1024);

    /// <summary>What is done in a transaction is done twice: prepared and committed.</summary>
    public const int InTransaction = 2;
}

/// <summary>
/// Provisioned units that may be spent. What is not spent is saved for five minutes. A request goes through while anything is left, so a
/// large one can leave a debt.
/// </summary>
/// <param name="PerSecond">0 where nothing is provisioned: nothing is ever refused.</param>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html"/>
public readonly record struct CapacityBucket(long PerSecond, double Left, DateTimeOffset At)
{
    private const int SavedSeconds = 300;

    /// <summary>A new table has saved nothing: it may spend one second's units at once.</summary>
    public static CapacityBucket New(long perSecond, DateTimeOffset now) => new(perSecond, perSecond, now);

    public CapacityBucket Filled(DateTimeOffset now) => PerSecond == 0 ? this
        : this with { Left = Math.Min(PerSecond * SavedSeconds, Left + (PerSecond * (now - At).TotalSeconds)), At = now };

    public bool IsEmpty(DateTimeOffset now) => PerSecond > 0 && Filled(now).Left <= 0;

    public CapacityBucket Spend(double units, DateTimeOffset now) => PerSecond == 0 ? this : Filled(now) is var filled ? filled with { Left = filled.Left - units } : this;
}

/// <summary>Provisioned throughput, and what is left of it.</summary>
public sealed record Throughput(long Reads, long Writes, CapacityBucket ReadsLeft, CapacityBucket WritesLeft)
{
    public static readonly Throughput OnDemand = new(0, 0, default, default);

    public static Throughput New(long reads, long writes, DateTimeOffset now) => new(reads, writes, CapacityBucket.New(reads, now), CapacityBucket.New(writes, now));

    public DateTimeOffset? LastIncrease { get; init; }
    public DateTimeOffset? LastDecrease { get; init; }

    /// <summary>The day on which the decreases were made.</summary>
    public int Decreases { get; init; }

    /// <summary>What was saved stays saved, as far as the new level holds it.</summary>
    public Throughput ChangeTo(long reads, long writes, DateTimeOffset now) => this with
    {
        Reads = reads,
        Writes = writes,
        ReadsLeft = Reads == 0 ? CapacityBucket.New(reads, now) : ReadsLeft.Filled(now) with { PerSecond = reads },
        WritesLeft = Writes == 0 ? CapacityBucket.New(writes, now) : WritesLeft.Filled(now) with { PerSecond = writes },
        LastIncrease = reads > Reads || writes > Writes ? now : LastIncrease,
        LastDecrease = reads < Reads || writes < Writes ? now : LastDecrease,
        Decreases = reads < Reads || writes < Writes ? (LastDecrease?.UtcDateTime.Date == now.UtcDateTime.Date ? Decreases + 1 : 1) : Decreases,
    };
}
