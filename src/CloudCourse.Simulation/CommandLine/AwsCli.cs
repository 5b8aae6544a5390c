using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CommandLine.JmesPath;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Shapes;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;
using InputObject = CloudCourse.Simulation.Findings.JsonObject;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>
/// The command <c>aws</c>, as version 2 answers: its usage errors (exit code 252), AWS's refusals (254), and what it prints. What that has and this
/// has not is refused by name.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html"/>
internal sealed class AwsCli(ITerminalAccount account)
{
    /// <summary>Pages that one command puts together.</summary>
    private const int MostPages = 50;

    /// <summary>Calls of one script; one that waits for something makes forty at most.</summary>
    private const int MostCalls = 2000;

    private readonly JmesWork _work = new();
    private int _sent;

    /// <summary>Commands that stand for no operation of the API.</summary>
    private static readonly string[] HighLevel = ["s3", "configure", "sso", "login", "logout", "history", "ddb"];

    /// <summary>Where the line stands that is run.</summary>
    public Location At { get; set; }

    /// <summary>The account takes no more.</summary>
    public bool Stopped { get; private set; }

    /// <param name="environment">Variables that the command sees.</param>
    public Printed Run(string[] words, IReadOnlyDictionary<string, string> environment, List<TerminalCall> calls)
    {
        var (options, command, problem) = GlobalOptions.Take(words, account.Region, environment);
        if (problem is { } wrong) return wrong;
        if (options.Version) return Printed.Of("aws-cli/2 as this course simulates it\n");
        switch (command)
        {
            case []: return Printed.Usage("the following arguments are required: command");
            case ["help", ..]: return Printed.Of(CliHelp.All());
            case [var high, ..] when HighLevel.Contains(high):
                return new("", $"aws {high} is not in this terminal.\n", 252, high == "s3" ? "AWS's command line has it. The operations of the API are here: aws s3api." : "AWS's command line has it. This one is signed in already, and configured.");
        }
        if (!CliNames.Services.TryGetValue(command[0], out var service))
        {
            var meant = Spelling.Nearest(command[0], CliNames.Services.Keys);
            return Printed.Usage(Choice("command", command[0], meant), meant is null ? $"This terminal has {string.Join(", ", CliNames.Services.Keys)}. AWS has more services than the simulation." : null);
        }
        return command switch
        {
            [_] => Printed.Usage("the following arguments are required: operation"),
            [_, "help", ..] => Printed.Of(CliHelp.Of(command[0], service)),
            [_, "wait", ..] => Wait(command, service, options, calls),
            _ => Operation(command, service, options, calls),
        };
    }

    private static string Choice(string argument, string typed, string? meant) =>
        $"argument {argument}: Found invalid choice '{typed}'{(meant is null ? "" : $"\n\nMaybe you meant:\n\n  * {meant}")}";

    private Printed Operation(string[] words, string service, GlobalOptions options, List<TerminalCall> calls)
    {
        var model = ServiceModel.Of(service);
        if (model.Operations.FirstOrDefault(o => CliNames.Hyphens(o.Name) == words[1]) is not { } operation)
        {
            var others = ServiceModel.OtherOperations(service);
            if (others.FirstOrDefault(o => CliNames.Hyphens(o) == words[1]) is { } other)
                return new("", $"aws {words[0]} {words[1]} is not in this terminal.\n", 252, $"AWS has {other}; the simulation has not.");
            return Printed.Usage(Choice("operation", words[1], Spelling.Nearest(words[1], model.Operations.Select(o => o.Name).Concat(others).Select(CliNames.Hyphens))));
        }
        if (words is [_, _, "help", ..]) return Printed.Of(CliHelp.Of(words[0], operation));
        var (input, problem) = OperationInput.Read(operation, words[0], words[2..], account, At);
        if (problem is { } wrong) return Note(wrong, null);
        if (options.Paging.Count > 0 && Paging.Of(service, operation.Name) is null)
            return Note(Printed.Invalid($"Unknown options: {string.Join(", ", options.Paging)}", $"The answer of aws {words[0]} {words[1]} does not come in pages here."), null);
        Func<object?, object?>? choose = null;
        try
        {
            if (options.Query is { } query) choose = JmesExpression.Read(query, _work);
        }
        catch (FormatException bad)
        {
            return Note(Printed.Invalid($"Bad value for --query {options.Query}: {bad.Message}"), null);
        }

        var page = PageStart.Of(options, Paging.Of(service, operation.Name), input!, At);
        if (page.Problem is { } unread) return Note(Printed.Wrong(unread, 255), null);
        var result = Send(options.Region, service, operation.Name, page.Input);
        var failed = Refusal(result, operation.Name);
        if (failed is { } refused) return Note(refused, result);
        calls.Add(new(service, operation.Name, account.Now, result, null));
        var (answer, later) = Pages(result, service, operation, page, options);
        if (later is { } broken) return broken;
        try
        {
            var shown = AnswerValue.Of(answer, operation.Output);
            // An element without text, as buckets of us-east-1 have it, is null.
            if (operation.Name == "GetBucketLocation" && shown is OrderedDictionary<string, object?> location) location.TryAdd("LocationConstraint", null);
            return Printed.Of(Print(shown, choose, options, operation.Name));
        }
        catch (FormatException bad)
        {
            return Printed.Wrong(bad.Message, 255, "The call was made; only its answer could not be shown so.");
        }

        Printed Note(Printed printed, CallResult? of)
        {
            calls.Add(new(service, operation.Name, account.Now, of, printed.Error.Trim()));
            return printed;
        }
    }

    private CallResult Send(string region, string service, string operation, JsonValue input)
    {
        if (++_sent > MostCalls)
        {
            Stopped = true;
            return new(0, null, new(AwsError.NotSimulated, $"This script has made {MostCalls} calls, the most that this terminal makes; the rest is not run.") { Advice = "Take out of the file what you do not need." });
        }
        var result = account.Call(region, service, operation, input, At);
        if (result.Waited > TimeSpan.Zero) Stopped |= !account.Pass(result.Waited);
        return result;
    }

    private static Printed? Refusal(CallResult result, string operation) => result.Error switch
    {
        null => null,
        { Code: ParameterValidation.AwsCode } error => Printed.Invalid(error.Message, error.Advice),
        { Code: AwsError.NotSimulated } error => new("", $"{error.Message}\n", 254, error.Advice),
        var error => Printed.Wrong($"An error occurred ({error.Code}) when calling the {operation} operation: {error.Message}{Details(error.Fields)}", 254, error.Advice),
    };

    /// <summary>What an error says beside its message: plain values as they are, of others that they are there.</summary>
    private static string Details(Output? fields)
    {
        if (fields is null || fields.Count == 0) return "";
        var lines = fields.Select(f => f.Value is Output or JsonArray ? $"{f.Key}: <complex value>" : $"{f.Key}: {f.Value}");
        return $"\n\nAdditional error details:\n{string.Join('\n', lines)}";
    }

    private static string Print(object? answer, Func<object?, object?>? choose, GlobalOptions options, string operation)
    {
        if (choose is null && answer is null or OrderedDictionary<string, object?> { Count: 0 }) return "";
        if (choose is not null) answer = choose(answer);
        return CliOutput.Write(answer, options.Format, operation);
    }

    /// <summary>As the command line does it by itself: page after page, as one answer, until it has as many items as were asked for.</summary>
    private (Output? Answer, Printed? Problem) Pages(CallResult first, string service, OperationModel operation, PageStart start, GlobalOptions options)
    {
        if (options.OnePage || start.Paging is not { } paging) return (first.Output, null);
        var whole = first.Output?.DeepClone() as Output;
        if (whole?[paging.Results[0]] is not JsonArray all) return (whole, null);
        var (last, token) = (first.Output, start.Token);
        for (var i = Math.Min(start.Skip, all.Count); i > 0; i--) all.RemoveAt(0);
        var before = -start.Skip; // items of this answer that earlier pages had
        for (var page = 1; page < MostPages && last?[paging.NextToken] is { } next && !(options.MaxItems <= all.Count); page++)
        {
            (token, before) = (next.ToString(), all.Count);
            var result = Send(options.Region, service, operation.Name, start.With(token));
            if (Refusal(result, operation.Name) is { } refused) return (null, refused);
            last = result.Output;
            foreach (var name in paging.Results)
            {
                if (last?[name] is not JsonArray further) continue;
                if (whole[name] is not JsonArray sofar) whole[name] = sofar = [];
                foreach (var item in further) sofar.Add(item?.DeepClone());
            }
        }
        var later = last?[paging.NextToken]?.ToString();
        whole.Remove(paging.NextToken);
        if (paging.More is { } more) whole.Remove(more);
        if (options.MaxItems is not { } most) return (whole, null);
        if (all.Count > most)
        {
            while (all.Count > most) all.RemoveAt(all.Count - 1);
            whole["NextToken"] = PageStart.Left(paging, token, most - before);
        }
        else if (later is not null) whole["NextToken"] = PageStart.Left(paging, later, 0);
        return (whole, null);
    }

    /// <summary><c>aws ec2 wait snapshot-completed --snapshot-ids …</c>: asks again and again, in the account's time.</summary>
    private Printed Wait(string[] words, string service, GlobalOptions options, List<TerminalCall> calls)
    {
        var waiters = Waiter.Of(service);
        if (words.Length < 3) return Printed.Usage("the following arguments are required: subcommand");
        if (waiters.FirstOrDefault(w => CliNames.Hyphens(w.Name) == words[2]) is not { } waiter)
            return Printed.Usage(Choice("waiter", words[2], Spelling.Nearest(words[2], waiters.Select(w => CliNames.Hyphens(w.Name)))), waiters.Count == 0 ? null : $"There are {string.Join(", ", waiters.Select(w => CliNames.Hyphens(w.Name)))}.");
        var operation = ServiceModel.Of(service).Find(waiter.Operation)!;
        var (input, problem) = OperationInput.Read(operation, words[0], words[3..], account, At);
        if (problem is { } wrong) return wrong;
        for (var i = 1; ; i++)
        {
            var result = Send(options.Region, service, operation.Name, input!);
            if (result.Error is { Code: ParameterValidation.AwsCode or AwsError.NotSimulated }) return Refusal(result, operation.Name)!.Value;
            calls.Add(new(service, operation.Name, account.Now, result, result.Error?.Message));
            switch (waiter.Judge(result))
            {
                case ("success", _): return default;
                case ("failure", var why): return Failed($"Waiter encountered a terminal failure state: {why}", result);
                case (null, _) when result.Error is { } error: return Failed($"An error occurred ({error.Code}): {error.Message}", result);
            }
            if (i >= waiter.MaxAttempts) return Failed("Max attempts exceeded", result);
            if (account.Pass(TimeSpan.FromSeconds(waiter.Delay))) continue;
            Stopped = true;
            return Failed("The account takes no more", result);
        }

        Printed Failed(string why, CallResult result) => Printed.Wrong($"Waiter {waiter.Name} failed: {why}", 255, result.Error?.Advice);
    }
}
