using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CommandLine;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary>Somebody at a terminal, in an account of their own.</summary>
internal sealed class Desk : ITerminalAccount
{
    private readonly SimulatedAccount _account = new(new("123456789012", 7, new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero)));

    /// <summary>Answers every call where it is set, in place of the account.</summary>
    public string? Canned { get; init; }

    public string Region => "us-east-1";

    public DateTimeOffset Now => _account.Now;

    public List<string> Inputs { get; } = [];

    public CallResult Call(string region, string service, string operation, CloudCourse.Simulation.Findings.JsonValue input, Location at)
    {
        var result = _account.Call(Caller.Root("123456789012"), region, service, operation, input);
        if (_account.History[(int)result.Number - 1] is ApiCall call) Inputs.Add(call.Input);
        return Canned is null ? result : new(result.Number, System.Text.Json.Nodes.JsonNode.Parse(Canned)!.AsObject(), null);
    }

    public bool Pass(TimeSpan time)
    {
        _account.Advance(time);
        return true;
    }

    public string? File(string path) => path == "filters.json" ? """[{"Name": "volume-id", "Values": ["vol-1"]}]""" : null;

    public IReadOnlyList<TerminalEntry> Run(string script) => Terminal.Run(this, script);

    public TerminalEntry Last(string script) => Run(script)[^1];
}
