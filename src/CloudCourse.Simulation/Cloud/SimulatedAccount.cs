using System.Text;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Shapes;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Cloud;

/// <param name="AccountId">Twelve digits.</param>
/// <param name="Seed">Ids and chance follow from it.</param>
/// <param name="Start">What the virtual clock shows first.</param>
public sealed record AccountOptions(string AccountId, ulong Seed, DateTimeOffset Start)
{
    /// <summary>The organization's policies by level, from the root down; null for an account in none.</summary>
    public IReadOnlyList<PolicyLevel>? ServiceControlPolicies { get; init; }
    public IReadOnlyList<PolicyLevel>? ResourceControlPolicies { get; init; }

    /// <summary>Something runs the account's functions: a <see cref="Lambda.LiveAccount"/>. Without it, nobody can wait for one.</summary>
    public bool RunsFunctions { get; init; }
}

/// <summary>What a call gave: an output, or an error.</summary>
/// <param name="Number">The call's place in the history.</param>
public sealed record CallResult(long Number, Output? Output, AwsError? Error)
{
    public bool Succeeded => Error is null;

    /// <summary>How long the caller waited for it, in virtual time, where the operation waits: SQS's long polling. The account's clock does not move by it.</summary>
    public TimeSpan Waited { get; init; }
}

/// <summary>An account at one moment, with what led there. Keeping one costs nothing.</summary>
public sealed record AccountSnapshot(AccountOptions Options, AccountState State, IReadOnlyList<HistoryEvent> History);

/// <summary>
/// One learner's AWS account, in memory. Everything that acts on it goes through <see cref="Call(Caller, string, string, string, JsonValue)"/>;
/// time moves by <see cref="Advance"/> only. The same options and the same calls give the same history, byte for byte. Not for several
/// threads at once.
/// </summary>
public sealed class SimulatedAccount
{
    private readonly List<HistoryEvent> _history;

    public SimulatedAccount(AccountOptions options)
        : this(new AccountSnapshot(options, new() { AccountId = options.AccountId, Now = options.Start, Chance = new(options.Seed, 0) }, []))
    {
    }

    private SimulatedAccount(AccountSnapshot from) => (Options, State, _history) = (from.Options, from.State, [.. from.History]);

    public AccountOptions Options { get; }

    public AccountState State { get; private set; }

    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<HistoryEvent> History => _history;

    public DateTimeOffset Now => State.Now;

    public AccountSnapshot Snapshot() => new(Options, State, [.. _history]);

    public static SimulatedAccount Restore(AccountSnapshot snapshot) => new(snapshot);

    /// <param name="input">JSON as given to <c>--cli-input-json</c>; places in it are offsets in this text.</param>
    public CallResult Call(Caller caller, string region, string service, string operation, string input)
    {
        if (TooLong(service, operation, input) is { } refused) return Record(new(caller, region, service, operation, Beginning(input)), null, refused, []);
        var reading = JsonReader.Read(input, JsonReader.MaxDepthOfCalls);
        return reading.Value is { } json
            ? Call(caller, region, service, operation, json)
            : Record(new(caller, region, service, operation, KeptJson.OfText(input)), null, new(ParameterValidation.AwsCode, reading.SyntaxError!.Details, 0) { At = reading.SyntaxError.At }, []);
    }

    /// <summary>
    /// Makes one call. In this order: the input's shape, the resources it names, the permission for every action it needs, the
    /// operation, the history. A refused call changes nothing but the history, and what CloudWatch counts of throttled ones.
    /// </summary>
    /// <param name="service">The prefix of the service's IAM actions, such as <c>ec2</c>.</param>
    public CallResult Call(Caller caller, string region, string service, string operation, JsonValue input)
    {
        Request request = new(caller, region, service, operation, JsonText.Keep(input));
        if (LongestInput(service, operation) is { } longest && request.Input.IsLongerThan(longest)) return Call(caller, region, service, operation, request.Input.ToString());
        // The history keeps it, and most calls ask for one action.
        List<AuthorizedAction> authorized = new(1);
        try
        {
            if (SimulatedServices.Find(service) is not { } target) throw SimulatedServices.Absent(service);
            if (ServiceModel.Of(service).Find(operation) is not { } model)
            {
                // Most operations are actions of the same name, and the catalogue knows those that the models here leave out.
                if (Iam.Catalog.ActionCatalog.Current.Service(service)?.Find(operation) is { } action && action.Name == operation) throw Absent(operation);
                throw Turn.Error("InvalidAction", $"The action {operation} is not valid for this web service.",
                    SimulatedServices.Nearest(service, operation) is { } near ? $"{near} is probably meant: names of operations are case-sensitive." : $"The simulation's {service} has no operation of that name: look at its spelling, which is case-sensitive.");
            }
            if (SimulatedServices.Find(service, operation) is not { } run) throw Absent(operation);
            CheckShape(input, target.InputOf(operation) ?? model.Input, operation);
            var json = (JsonObject)input;
            if (NumberRange.Outside(json, model.Input) is var (member, number)) throw target.Unreadable(member, number);
            foreach (var name in target.NotTaken(operation))
            {
                if (json.InUse(name) is { } used)
                    throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {name}.", "AWS would take it. Leave it out here.", 501, used.NameAt);
            }

            Turn turn = new(State, _history.Count + 1, Options);
            Call call = new(turn, caller, region, json);
            foreach (var permission in run.Needs(call))
            {
                var decided = Authorizer.Decide(turn, caller, region, permission);
                authorized.Add(decided.Action);
                if (!decided.IsAllowed) throw new AwsException(Authorizer.Refusal(target, caller, decided));
            }
            var output = run.Run(call);
            if (call.Asked is { } more) authorized.AddRange(more);
            Settle(turn);
            return Commit(turn, request, output, authorized);
        }
        catch (AwsException e)
        {
            var refusing = SimulatedServices.Find(service);
            if (refusing is not null && input is JsonObject given)
            {
                Turn counting = new(State, _history.Count + 1, Options);
                refusing.CountRefused(new(counting, caller, region, given), operation, e.Error);
                State = counting.State;
            }
            return Record(request, null, refusing?.Worded(operation, e.Error) ?? e.Error, authorized);
        }
    }

    /// <summary>Lets time pass: everything planned up to then happens, in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Time runs forward only.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(Now + by);
    }

    /// <inheritdoc cref="Advance"/>
    public void AdvanceTo(DateTimeOffset moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment, Now);
        while (State.Schedule.Due(moment) is var (at, item, rest))
        {
            Turn turn = new(State with { Now = at, Schedule = rest }, (item as Caused)?.Cause, Options);
            item.Run(turn);
            Settle(turn);
            Commit(turn);
        }
        State = State with { Now = moment };
    }

    /// <summary>
    /// Something that happens to the account from outside, which no call of AWS's does: a zone that fails, visitors who come. It goes
    /// through the same turn as everything else.
    /// </summary>
    public void Happen(ScheduledEvent what)
    {
        Turn turn = new(State, null, Options);
        what.Run(turn);
        Settle(turn);
        Commit(turn);
    }

    /// <summary>As <see cref="Happen"/>, later.</summary>
    public void Plan(TimeSpan after, ScheduledEvent what)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        State = State with { Schedule = State.Schedule.Add(Now + after, new Caused(what, null)) };
    }

    private void Settle(Turn turn)
    {
        foreach (var controller in SimulatedServices.Controllers) controller.React(turn, State);
    }

    /// <summary>When the next planned event is due; null when nothing is planned.</summary>
    public DateTimeOffset? NextEventAt => State.Schedule.Due(DateTimeOffset.MaxValue)?.At;

    /// <summary>Every service bounds what it reads; what is longer does not reach its operations.</summary>
    private static AwsError? TooLong(string service, string operation, string input) =>
        LongestInput(service, operation) is { } longest && input.Length > longest
            ? new("RequestEntityTooLarge", $"Request Entity Too Large: {input.Length} characters.", 413) { Advice = $"{operation} takes {longest} characters here." }
            : null;

    private static int? LongestInput(string service, string operation) => SimulatedServices.Find(service)?.LongestInput(operation);

    private static AwsException Absent(string operation) => Turn.Error(AwsError.NotSimulated, $"{operation} is one of AWS's operations, and this simulation does not have it.", status: 501);

    /// <summary>The history keeps no more of what was too long.</summary>
    private static KeptJson Beginning(string input) => KeptJson.OfText(input.Shortened());

    private static void CheckShape(JsonValue input, StructureShape shape, string operation)
    {
        var problems = ParameterValidation.Check(input, shape, operation).Take(100).ToList();
        if (problems.Count == 0) return;
        throw new AwsException(new(ParameterValidation.AwsCode, "Parameter validation failed:\n" + string.Join('\n', problems.Select(p => p.AwsMessage)), 0)
        {
            Advice = problems[0].Advice,
            At = problems[0].At,
            Problems = problems,
        });
    }

    /// <summary>Gives a call that had to wait its final output, in the history too.</summary>
    internal CallResult Complete(CallResult waiting, Output output)
    {
        _history[(int)waiting.Number - 1] = (ApiCall)_history[(int)waiting.Number - 1] with { Answered = JsonText.Keep(output) };
        return waiting with { Output = output };
    }

    private readonly record struct Request(Caller Caller, string Region, string Service, string Operation, KeptJson Input);

    private CallResult Commit(Turn turn, Request request, Output output, IReadOnlyList<AuthorizedAction> authorized)
    {
        var result = Record(request, output, null, authorized);
        Commit(turn);
        return turn.Waited == TimeSpan.Zero ? result : result with { Waited = turn.Waited };
    }

    private void Commit(Turn turn)
    {
        State = turn.State;
        foreach (var (service, resource, what, from, to) in turn.Changes)
            _history.Add(new Change(_history.Count + 1, State.Now, service, resource, what, from, to, turn.Cause));
    }

    private CallResult Record(Request request, Output? output, AwsError? error, IReadOnlyList<AuthorizedAction> authorized)
    {
        ApiCall call = new(_history.Count + 1, State.Now, request.Caller.Principal.Name, request.Region, request.Service, request.Operation, request.Input, output is null ? null : JsonText.Keep(output), error, authorized);
        _history.Add(call);
        return new(call.Number, output, error);
    }
}
