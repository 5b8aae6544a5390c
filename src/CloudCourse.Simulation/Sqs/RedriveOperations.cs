using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>Dead-letter queues seen from their end, and moving their messages back.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html"/>
internal static class RedriveOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        SqsCalls.Op("ListDeadLetterSourceQueues", (c, q) => QueueOperations.Page(c, SourcesOf(c.State, q), c.Integer("MaxResults"), "queueUrls")),
        new("StartMessageMoveTask", NeedsToStart, Start),
        new("ListMessageMoveTasks", c => [SqsCalls.On(Source(c), "sqs:ListMessageMoveTasks")], List),
        new("CancelMessageMoveTask", c => [SqsCalls.On(Task(c).Source, "sqs:CancelMessageMoveTask")], Cancel),
    ];

    private static IEnumerable<Queue> SourcesOf(AccountState state, Queue letters) => state.Sqs.Queues.Values.Where(q => q.Settings.Redrive?.Target == letters.Arn);

    private static Queue Source(Call call) => SqsPolling.Find(call.State, call.Need("SourceArn")) is { } queue && queue.Region == call.Region ? queue
        : throw Turn.Error("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.", $"An ARN of a queue in {call.Region}.", 404, call.At("SourceArn"));

    private static Queue? Destination(Call call)
    {
        if (call.Text("DestinationArn") is not { } arn) return null;
        return SqsPolling.Find(call.State, arn) ?? throw Turn.Error("ResourceNotFoundException", "The resource that you specified for the DestinationArn parameter doesn't exist.", null, 404, call.At("DestinationArn"));
    }

    private static IEnumerable<Permission> NeedsToStart(Call call)
    {
        var source = Source(call);
        foreach (var action in (string[])["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) yield return SqsCalls.On(source, $"sqs:{action}");
        foreach (var target in Destination(call) is { } one ? [one] : SourcesOf(call.State, source)) yield return SqsCalls.On(target, "sqs:SendMessage");
    }

    private static Output Start(Call call)
    {
        var (source, destination) = (Source(call), Destination(call));
        if (!SourcesOf(call.State, source).Any()) throw SqsErrors.Invalid("Source queue must be configured as a Dead Letter Queue.", call.At("SourceArn"), "No queue names it in its RedrivePolicy.");
        if (destination is { } other && (other.IsFifo != source.IsFifo || other.Arn == source.Arn)) throw SqsErrors.Invalid("Source and destination must be different queues of the same type.", call.At("DestinationArn"));
        var rate = call.Integer("MaxNumberOfMessagesPerSecond");
        if (rate is < 1 or > 500) throw SqsErrors.Invalid("Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must set MaxNumberOfMessagesPerSecond to a number between 1 and 500.", call.At("MaxNumberOfMessagesPerSecond"));
        if (Of(call.State, source).Any(t => t.Status is "RUNNING"))
            throw SqsErrors.Own("UnsupportedOperation", "There is already a task running. Only one active task is allowed for a source queue arn at a given time.", "CancelMessageMoveTask ends it.", call.At("SourceArn"));
        var id = $"{call.State.Sqs.Moves.Count:D8}/{call.Turn.Uuid()}";
        var handle = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"taskId":"{{id[9..]}}","sourceArn":"{{source.Arn}}"}"""));
        MoveTask task = new(id, handle, source.Arn, destination?.Arn, (int?)rate, call.Now, call.Turn.Work(source).Visible);
        Redrives.Put(call.Turn, task);
        call.Turn.Plan(TimeSpan.Zero, new Redrives.Moves(id));
        return new() { ["TaskHandle"] = handle };
    }

    private static IEnumerable<MoveTask> Of(AccountState state, Queue source) => state.Sqs.Moves.Values.Where(t => t.Source == source.Arn);

    private static Output List(Call call)
    {
        var source = Source(call);
        var most = call.Integer("MaxResults") ?? 1;
        if (most is < 1 or > 10) throw SqsErrors.Value(QueueSettings.Number(most), "MaxResults", "The value of MaxResults must be between 1 and 10.", call.At("MaxResults"));
        Array results = [];
        foreach (var task in Of(call.State, source).Reverse().Take((int)most))
        {
            Output result = new() { ["Status"] = task.Status, ["SourceArn"] = task.Source, ["ApproximateNumberOfMessagesMoved"] = task.Moved, ["ApproximateNumberOfMessagesToMove"] = task.ToMove, ["StartedTimestamp"] = task.Started.ToUnixTimeMilliseconds() };
            if (task.Status is "RUNNING") result["TaskHandle"] = task.Handle;
            if (task.Destination is { } destination) result["DestinationArn"] = destination;
            if (task.PerSecond is { } rate) result["MaxNumberOfMessagesPerSecond"] = rate;
            if (task.Failure is { } failure) result["FailureReason"] = failure;
            results.Add((Node)result);
        }
        return new() { ["Results"] = results };
    }

    private static (MoveTask Task, Queue Source) Task(Call call)
    {
        var handle = call.Need("TaskHandle");
        return call.State.Sqs.Moves.Values.FirstOrDefault(t => t.Handle == handle) is { } task && SqsPolling.Find(call.State, task.Source) is { } source ? (task, source)
            : throw Turn.Error("ResourceNotFoundException", "Task does not exist.", "StartMessageMoveTask gives the handle.", 404, call.At("TaskHandle"));
    }

    private static Output Cancel(Call call)
    {
        var (task, _) = Task(call);
        if (task.Status is not "RUNNING") throw SqsErrors.Own("UnsupportedOperation", $"Only active tasks can be cancelled. The task is {task.Status}.", null, call.At("TaskHandle"));
        Redrives.Put(call.Turn, task with { Status = "CANCELLED" });
        return new() { ["ApproximateNumberOfMessagesMoved"] = task.Moved };
    }
}

/// <summary>Moves messages, second by second.</summary>
internal static class Redrives
{
    /// <summary>What is moved in a second where nobody set a rate: AWS states no figure, and 500 is the most that can be set.</summary>
    private const int Otherwise = 500;

    public static void Put(Turn turn, MoveTask task) => turn.State = turn.State with { Sqs = turn.State.Sqs with { Moves = turn.State.Sqs.Moves.Put(task.Id, task) } };

    public sealed record Moves(string Id) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Sqs.Moves.Find(Id) is not { Status: "RUNNING" } task) return;
            if (SqsPolling.Find(turn.State, task.Source) is not { } source)
            {
                End(turn, task, "FAILED", "AWS.SimpleQueueService.NonExistentQueue");
                return;
            }
            var work = turn.Work(source);
            var moved = 0;
            foreach (var message in work.ReadyMessages().Take(task.PerSecond ?? Otherwise).ToList())
            {
                if ((task.Destination ?? message.GivenUpBy) is not { } arn)
                {
                    Keep();
                    End(turn, task with { Moved = task.Moved + moved }, "FAILED", "CouldNotDetermineMessageSource");
                    return;
                }
                if (SqsPolling.Find(turn.State, arn) is not { } target)
                {
                    Keep();
                    End(turn, task with { Moved = task.Moved + moved }, "FAILED", "AWS.SimpleQueueService.NonExistentQueue");
                    return;
                }
                // A message that is moved is a new one, with an id and a retention period of its own.
                var into = turn.Work(target);
                var now = turn.Now.UtcTicks;
                into.Add(new QueuedMessage(0, turn.Uuid(), message.Body, now)
                {
                    Attributes = message.Attributes,
                    TraceHeader = message.TraceHeader,
                    SenderId = message.SenderId,
                    GroupId = message.GroupId,
                    DeduplicationId = message.DeduplicationId,
                    VisibleAt = now,
                });
                turn.Put(target with { Contents = into.Contents });
                work.Remove(message);
                moved++;
            }
            Keep();
            task = task with { Moved = task.Moved + moved };
            if (!work.HasReady)
            {
                End(turn, task, "COMPLETED", null);
                return;
            }
            Put(turn, task);
            turn.Plan(TimeSpan.FromSeconds(1), this);

            void Keep() => turn.Put(turn.State.Sqs.Queues[source.Key] with { Contents = work.Contents });
        }

        private static void End(Turn turn, MoveTask task, string status, string? why)
        {
            Put(turn, task with { Status = status, Failure = why });
            turn.Note("sqs", task.Source, string.Create(CultureInfo.InvariantCulture, $"The redrive has moved {task.Moved} messages{(why is null ? "" : $" and failed: {why}")}"), "RUNNING", status);
        }
    }
}
