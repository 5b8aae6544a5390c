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

    /// <summary>Commands that stand for no operation of the API.</summary>
    private static readonly string[] HighLevel = ["s3", "configure", "sso", "login", "logout", "history", "ddb"];

    /// <summary>Where the line stands that is run.</summary>
    public Location At { get; set; }

    /// <summary>The account takes no more.</summary>
    public bool Stopped { get; private set; }

    public Printed Run(string[] words, List<TerminalCall> calls)
    {
        var (options, command, problem) = GlobalOptions.Take(words, account.Region);
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
        $"argument {argument}: Found invalid choice '{typed}'{(meant is null ? "" : $"\n\nInvalid choice: '{typed}', maybe you meant:\n\n  * {meant}")}";

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
        Func<object?, object?>? choose = null;
        try
        {
            if (options.Query is { } query) choose = JmesExpression.Read(query);
        }
        catch (FormatException bad)
        {
            return Note(Printed.Wrong($"Bad value for --query {options.Query}: Invalid jmespath expression: {bad.Message}", 252), null);
        }

        var result = Send(options.Region, service, operation.Name, input!);
        var failed = Refusal(result, operation.Name);
        if (failed is { } refused) return Note(refused, result);
        calls.Add(new(service, operation.Name, account.Now, result, null));
        var (answer, later) = Pages(result, service, operation, input!, options);
        if (later is { } broken) return broken;
        try
        {
            return Printed.Of(Print(AnswerValue.Of(answer, operation.Output), choose, options));
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
        var result = account.Call(region, service, operation, input, At);
        if (result.Waited > TimeSpan.Zero) Stopped |= !account.Pass(result.Waited);
        return result;
    }

    private static Printed? Refusal(CallResult result, string operation) => result.Error switch
    {
        null => null,
        { Code: ParameterValidation.AwsCode } error => Printed.Wrong(error.Message, 252, error.Advice),
        { Code: AwsError.NotSimulated } error => new("", $"{error.Message}\n", 254, error.Advice),
        var error => new("", $"\nAn error occurred ({error.Code}) when calling the {operation} operation: {error.Message}\n", 254, error.Advice),
    };

    private static string Print(object? answer, Func<object?, object?>? choose, GlobalOptions options)
    {
        if (choose is null && answer is null or OrderedDictionary<string, object?> { Count: 0 }) return "";
        if (choose is not null) answer = choose(answer);
        return options.Format == "text" ? CliOutput.Text(answer) : CliOutput.Json(answer);
    }

    /// <summary>As the command line does it by itself: page after page, as one answer.</summary>
    private (Output? Answer, Printed? Problem) Pages(CallResult first, string service, OperationModel operation, InputObject input, GlobalOptions options)
    {
        if (options.OnePage || Paging.Of(service, operation.Name) is not { } paging || input.Find(paging.Token) is not null || (paging.Limit is { } limit && input.Find(limit) is not null)) return (first.Output, null);
        var whole = first.Output?.DeepClone() as Output;
        var last = first.Output;
        for (var page = 1; page < MostPages && last?[paging.NextToken] is { } token; page++)
        {
            InputObject next = new([.. input.Members, new(paging.Token, At, new JsonString(token.ToString(), At))], At);
            var result = Send(options.Region, service, operation.Name, next);
            if (Refusal(result, operation.Name) is { } refused) return (null, refused);
            last = result.Output;
            if (whole?[paging.Results] is JsonArray all && last?[paging.Results] is JsonArray more)
                foreach (var item in more) all.Add(item?.DeepClone());
        }
        whole?.Remove(paging.NextToken);
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
            if (result.Error is { Code: ParameterValidation.AwsCode }) return Refusal(result, operation.Name)!.Value;
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
