using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Cloud;

/// <summary>One call or one scheduled event at work. What it changes is kept only if it ends without an error.</summary>
public sealed class Turn
{
    private readonly List<Noted> _changes = [];

    internal Turn(AccountState state, long? cause, AccountOptions options) => (State, Cause, Options) = (state, cause, options);

    internal AccountOptions Options { get; }

    public AccountState State { get; set; }

    /// <summary>The call that this turn is, or that planned it; null for what came by itself.</summary>
    public long? Cause { get; }

    public DateTimeOffset Now => State.Now;

    public string AccountId => State.AccountId;

    /// <summary>How long the call's caller waits for its answer, such as a receive from an empty queue: none of the account's time.</summary>
    internal TimeSpan Waited { get; set; }

    internal IReadOnlyList<Noted> Changes => _changes;

    internal readonly record struct Noted(string Service, string Resource, string What, string? From, string? To);

    /// <summary>Puts a change into the history.</summary>
    /// <param name="what">A sentence for people.</param>
    public void Note(string service, string resource, string what, string? from = null, string? to = null) =>
        _changes.Add(new(service, resource, what, from, to));

    public void Plan(TimeSpan after, ScheduledEvent item) =>
        State = State with { Schedule = State.Schedule.Add(Now + after, new Caused(item, Cause)) };

    /// <summary>A number that looks random and follows from the seed.</summary>
    public ulong Draw()
    {
        var (number, rest) = State.Chance.Next();
        State = State with { Chance = rest };
        return number;
    }

    /// <summary>From 0 up to, but without, 1.</summary>
    public double Chance() => (Draw() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An id in EC2's form: the prefix, a hyphen, 17 hexadecimal digits.</summary>
    public string Ec2Id(string prefix) => $"{prefix}-0{SeededSource.Hex(Draw(), 16)}";

    /// <summary>As many hexadecimal digits.</summary>
    public string HexId(int digits)
    {
        var text = "";
        while (text.Length < digits) text += SeededSource.Hex(Draw(), 16);
        return text[..digits];
    }

    /// <summary>An id in IAM's form: four letters that tell the kind, and 17 letters and digits.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids"/>
    public string IamId(string prefix) => (prefix + SeededSource.Letters(Draw()) + SeededSource.Letters(Draw()))[..21];

    /// <summary>Ends the turn with an error.</summary>
    public static AwsException Error(string code, string message, string? advice = null, int status = 400, Location? at = null) =>
        new(new(code, message, status) { Advice = advice, At = at });
}

/// <summary>An event that remembers which call planned it.</summary>
internal sealed record Caused(ScheduledEvent Event, long? Cause) : ScheduledEvent
{
    public override void Run(Turn turn) => Event.Run(turn);
}
