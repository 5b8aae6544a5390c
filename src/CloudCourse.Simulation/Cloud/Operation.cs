using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Cloud;

/// <summary>One operation of an AWS service.</summary>
/// <param name="Name">AWS's name, such as <c>StopInstances</c>.</param>
/// <param name="Needs">Every action on every resource that the call needs. It also resolves what the input names, and throws <see cref="AwsException"/> where that does not exist.</param>
/// <param name="Run">Changes the turn's state and gives the output in AWS's shape.</param>
public sealed record Operation(string Name, Func<Call, IEnumerable<Permission>> Needs, Func<Call, Output> Run);

/// <summary>A service: its operations, and how it says no.</summary>
public abstract class SimulatedService
{
    /// <summary>The prefix of its IAM actions and the name of its model: <c>ec2</c>, <c>ecs</c>, <c>elasticloadbalancing</c>…</summary>
    public abstract string Name { get; }

    public abstract IReadOnlyList<Operation> Operations { get; }

    /// <summary>The code of a call that lacks permission.</summary>
    public virtual string DeniedCode => "AccessDenied";

    /// <summary>The message of such a call, from the sentence that all services share.</summary>
    public virtual string Denied(string sentence) => sentence;

    /// <summary>EC2 adds what an administrator can decode.</summary>
    internal virtual string Denied(string sentence, Caller caller, AuthorizedAction action) => Denied(sentence);

    /// <summary>A number that AWS's client sends and the service cannot read.</summary>
    internal virtual AwsException Unreadable(string member, JsonValue value) => Turn.Error("MalformedInput", $"Invalid Argument: {member}", NumberAdvice(member), at: value.At);

    internal static string NumberAdvice(string member) => $"{member} is a whole number of ordinary size, without quotes; it is not true or false.";

    /// <summary>How the service words a refusal of one of its operations: S3 answers HEAD requests without a body, so with a number only.</summary>
    internal virtual AwsError Worded(string operation, AwsError error) => error;

    /// <summary>
    /// A call was refused, and nothing of it was kept. A service counts here what its metrics tell of such calls, in a turn of its own;
    /// it changes nothing else.
    /// </summary>
    internal virtual void CountRefused(Call call, string operation, AwsError error)
    {
    }

    /// <summary>The longest input that an operation takes, in characters of JSON; a longer one is refused before it is looked at. A service that takes less says so.</summary>
    public virtual int LongestInput(string operation) => 128 << 20;

    /// <summary>IAM and STS answer in every Region alike.</summary>
    public virtual bool IsGlobal => false;

    /// <summary>What members of the input it cannot take into account; such a call is refused, never half obeyed.</summary>
    public virtual IReadOnlySet<string> NotTaken(string operation) => None;

    /// <summary>A closer description of an operation's input than the service's model; null for the model's.</summary>
    public virtual Shapes.StructureShape? InputOf(string operation) => null;

    /// <summary>What another service needs to hand something to one of this service's resources; null when there is no such resource.</summary>
    internal virtual DeliveryDoor? DoorOf(AccountState state, string arn) => null;

    /// <summary>Takes what another service hands over; permission has been given.</summary>
    internal virtual DeliveryResult Receive(Turn turn, Delivery delivery) => new(AwsError.NotSimulated, $"The simulation's {Name} takes nothing from other services.");

    private static readonly HashSet<string> None = [];
}

/// <summary>A call on its way: who, where, with what.</summary>
public sealed class Call(Turn turn, Caller caller, string region, JsonObject input)
{
    public Turn Turn => turn;
    public Caller Caller => caller;
    public string Region => region;
    public JsonObject Input => input;

    /// <summary>What <see cref="Operation.Needs"/> made of the input, kept for <see cref="Operation.Run"/>, so that nothing is read twice.</summary>
    internal object? Prepared { get; set; }

    public AccountState State
    {
        get => turn.State;
        set => turn.State = value;
    }

    public string AccountId => turn.AccountId;
    public DateTimeOffset Now => turn.Now;

    /// <summary>What was asked for by <see cref="Ask"/> while the operation ran; null where nothing was.</summary>
    internal List<AuthorizedAction>? Asked { get; private set; }

    /// <summary>
    /// Asks for one more permission while the operation runs, and goes on either way: for calls that answer by item, such as S3's
    /// DeleteObjects, or whose answer depends on what the caller may know.
    /// </summary>
    internal Authorizer.Decided Ask(Permission permission)
    {
        var decided = Authorizer.Decide(turn, caller, region, permission);
        (Asked ??= []).Add(decided.Action);
        return decided;
    }

    public string? Text(string member) => input.Text(member)?.Value;

    /// <summary>A required text: the shape's check has seen that it is there.</summary>
    public string Need(string member) => input.Text(member)?.Value ?? throw Turn.Error("MissingParameter", $"The request must contain the parameter {member}", at: input.Head());

    public long? Integer(string member) => input.Integer(member)?.Value;

    public bool Flag(string member) => input.Flag(member)?.Value ?? false;

    public IReadOnlyList<Located<string>> Texts(string member) => input.Texts(member);

    public IReadOnlyList<JsonObject> Structures(string member) => input.Structures(member);

    public JsonObject? Structure(string member) => input.Structure(member);

    /// <summary>Where a member's value stands, for errors; the whole input where there is none.</summary>
    public Location At(string member) => input.Last(member)?.Value.At ?? input.Head();
}
