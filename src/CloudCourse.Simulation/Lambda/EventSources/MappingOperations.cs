using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.Settings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"/>
internal static class MappingOperations
{
    /// <summary>What a change of a mapping takes. AWS says up to minutes; five seconds are assumed.</summary>
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateEventSourceMapping", c => [On("*", "CreateEventSourceMapping", c.State.Lambda.Functions[Resolved(c).Function.Key].Arn)], Create),
        new("UpdateEventSourceMapping", c => [On(Find(c), "UpdateEventSourceMapping")], Update),
        new("DeleteEventSourceMapping", c => [On(Find(c), "DeleteEventSourceMapping")], Delete),
        new("GetEventSourceMapping", c => [On(Find(c), "GetEventSourceMapping")], c => Describe(Find(c))),
        new("ListEventSourceMappings", _ => [new("lambda:ListEventSourceMappings", "*")], List),
    ];

    private static Permission On(EventSourceMapping mapping, string action) => On(mapping.Arn, action, mapping.FunctionArn);

    private static Permission On(string resource, string action, string function) =>
        new($"lambda:{action}", resource) { Context = new Dictionary<string, IReadOnlyList<string>> { ["lambda:FunctionArn"] = [function] } };

    private static (FunctionArn Named, Function Function, FunctionVersion Version) Resolved(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, version) = named.Resolve(call);
        return (named, function, version);
    }

    private static EventSourceMapping Find(Call call) => call.State.Lambda.Mappings.Find(call.Need("UUID")) is { } mapping && mapping.Region == call.Region ? mapping
        : throw LambdaErrors.NotFound("The resource you requested does not exist.", "ListEventSourceMappings tells the UUIDs.", call.At("UUID"));

    private static Output Create(Call call)
    {
        var (named, function, version) = Resolved(call);
        if (call.Text("EventSourceArn") is not { } source) throw LambdaErrors.Invalid("Unrecognized event source.", "Name a queue or a stream by its ARN, as EventSourceArn.", call.Input.Head());
        MappingRules.CheckSource(call, source, version);
        if (call.State.Lambda.Mappings.Values.FirstOrDefault(m => m.SourceArn == source && m.FunctionKey == function.Key && m.Qualifier == named.Qualifier) is { } same)
        {
            throw LambdaErrors.Conflict($"The event source arn (\" {source} \") and function (\" {function.Name} \") provided mapping already exists. Please update or delete the existing mapping with UUID {same.Uuid}", at: call.At("EventSourceArn"));
        }
        var settings = MappingRules.Read(call, source, function, version, null);
        EventSourceMapping mapping = new(call.Turn.RequestId(), call.Region, call.AccountId, source, function.Key, named.Arn, named.Qualifier, settings, call.Now)
        {
            WantsEnabled = call.Input.Last("Enabled") is null || call.Flag("Enabled"),
            Tags = FunctionTagOperations.Merged(call, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)),
        };
        call.Turn.Put(mapping);
        call.Turn.Note("lambda", mapping.Uuid, $"{function.Name} will read {source}.", null, "Creating");
        call.Turn.Plan(Takes, new Settles(mapping.Uuid));
        return Describe(mapping);
    }

    private static Output Update(Call call)
    {
        var mapping = Find(call);
        if (mapping.State is not ("Enabled" or "Disabled")) throw InUse(call, "update");
        if (call.Input.Last("FunctionName") is not null)
        {
            var (named, other, _) = Resolved(call);
            mapping = mapping with { FunctionKey = other.Key, FunctionArn = named.Arn, Qualifier = named.Qualifier };
        }
        if (call.State.Lambda.Functions.Find(mapping.FunctionKey) is not { } function || function.Find(mapping.Qualifier) is not { } version) throw LambdaErrors.NotFound($"Function not found: {mapping.FunctionArn}", at: call.At("UUID"));
        var settings = MappingRules.Read(call, mapping.SourceArn, function, version, mapping.Settings);
        if (settings.ParallelizationFactor != mapping.Settings.ParallelizationFactor)
            throw Turn.Error(AwsError.NotSimulated, "The parallelization factor of a mapping stays as it was made here.", "AWS would change it. Delete the mapping and make another.", 501, call.At("ParallelizationFactor"));
        var wants = call.Input.Last("Enabled") is null ? mapping.WantsEnabled : call.Flag("Enabled");
        var state = wants == mapping.WantsEnabled ? "Updating" : wants ? "Enabling" : "Disabling";
        call.Turn.Note("lambda", mapping.Uuid, $"The reading of {mapping.SourceArn} for {function.Name} changes.", mapping.State, state);
        mapping = mapping with { Settings = settings, WantsEnabled = wants, State = state, LastModified = call.Now };
        call.Turn.Put(mapping);
        call.Turn.Plan(Takes, new Settles(mapping.Uuid));
        return Describe(mapping);
    }

    private static Output Delete(Call call)
    {
        var mapping = Find(call);
        if (mapping.State is not ("Enabled" or "Disabled")) throw InUse(call, "delete");
        call.Turn.Note("lambda", mapping.Uuid, $"{mapping.SourceArn} is no longer read for {mapping.FunctionArn}.", mapping.State, "Deleting");
        mapping = mapping with { State = "Deleting", LastModified = call.Now };
        call.Turn.Put(mapping);
        call.Turn.Plan(Takes, new Settles(mapping.Uuid));
        return Describe(mapping);
    }

    private static AwsException InUse(Call call, string what) =>
        Turn.Error("ResourceInUseException", $"Cannot {what} the event source mapping because it is in use.", "A change before is not through yet: wait until the mapping is Enabled or Disabled.", 400, call.At("UUID"));

    private static Output List(Call call)
    {
        var source = call.Text("EventSourceArn");
        var named = call.Input.Last("FunctionName") is null ? (FunctionArn?)null : FunctionArn.Of(call);
        return call.Page(call.State.Lambda.Mappings.Values.Where(m => m.Region == call.Region && (source is null || m.SourceArn == source) && (named is not { } f || (m.FunctionKey == f.Key && m.Qualifier == f.Qualifier))),
            "EventSourceMappings", m => m.Uuid, Describe, 100);
    }

    /// <summary>A change is through.</summary>
    private sealed record Settles(string Uuid) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Lambda.Mappings.Find(Uuid) is not { } mapping) return;
            if (mapping.State is "Deleting")
            {
                turn.Put(turn.State.Lambda with { Mappings = turn.State.Lambda.Mappings.Remove(Uuid) });
                turn.Note("lambda", Uuid, $"The reading of {mapping.SourceArn} has ended.", "Deleting", null);
                return;
            }
            var state = mapping.WantsEnabled ? "Enabled" : "Disabled";
            turn.Put(mapping with { State = state });
            turn.Note("lambda", Uuid, $"{mapping.SourceArn} is {(mapping.WantsEnabled ? "" : "not ")}read for {mapping.FunctionArn}.", mapping.State, state);
            if (mapping.WantsEnabled) Polling.Begin(turn, Uuid);
        }
    }

    private static Output Describe(EventSourceMapping mapping)
    {
        var settings = mapping.Settings;
        Output output = new()
        {
            ["UUID"] = mapping.Uuid,
            ["BatchSize"] = settings.BatchSize,
            ["MaximumBatchingWindowInSeconds"] = settings.Window,
            ["EventSourceArn"] = mapping.SourceArn,
            ["FunctionArn"] = mapping.FunctionArn,
            ["LastModified"] = MappingRules.Time(mapping.LastModified),
            ["State"] = mapping.State,
            ["StateTransitionReason"] = "User action",
            ["FunctionResponseTypes"] = settings.ReportsItemFailures ? new Array("ReportBatchItemFailures") : [],
            ["EventSourceMappingArn"] = mapping.Arn,
        };
        if (settings.Filters.Length > 0) output["FilterCriteria"] = new Output { ["Filters"] = new Array([.. settings.Filters.Select(f => new Output { ["Pattern"] = f.Text })]) };
        if (mapping.IsQueue)
        {
            if (settings.MaximumConcurrency is { } most) output["ScalingConfig"] = new Output { ["MaximumConcurrency"] = most };
            return output;
        }
        output["StartingPosition"] = settings.StartingPosition;
        if (settings.StartingPositionTimestamp is { } at) output["StartingPositionTimestamp"] = MappingRules.Time(at);
        output["ParallelizationFactor"] = settings.ParallelizationFactor;
        output["DestinationConfig"] = new Output { ["OnFailure"] = settings.OnFailure is { } arn ? new Output { ["Destination"] = arn } : [] };
        output["MaximumRecordAgeInSeconds"] = settings.MaximumRecordAge;
        output["BisectBatchOnFunctionError"] = settings.Bisect;
        output["MaximumRetryAttempts"] = settings.MaximumRetryAttempts;
        output["TumblingWindowInSeconds"] = 0;
        output["LastProcessingResult"] = mapping.LastProcessingResult;
        return output;
    }
}
