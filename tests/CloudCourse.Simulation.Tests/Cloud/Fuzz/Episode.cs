using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>One account and a few hundred random steps: valid calls, invalid calls, clock moves, zones that fail. Every state on the way is judged.</summary>
internal sealed class Episode
{
    private const string Region = "eu-west-1";
    private static readonly (string Service, string Operation)[] Everything =
        [.. SimulatedServices.All.SelectMany(s => s.Operations.Select(o => (s.Name, o.Name))), ("ec2", "NoSuchThing"), ("ec4", "RunInstances"), ("iam", "ChangePassword")];

    private static readonly Caller[] Callers =
        [Caller.User(TestAccount.Id, "ana"), Caller.Session(TestAccount.Id, "web", "s"), Caller.User(TestAccount.Id, "nobody"), Caller.Service("ec2.amazonaws.com")];

    private readonly Dice _dice;
    private readonly Invariants _invariants = new();

    public Episode(int number)
    {
        _dice = new(20261123 + ((ulong)number * 7919));
        Account = new(new(TestAccount.Id, (ulong)number, TestAccount.Start));
    }

    public SimulatedAccount Account { get; }

    public string LastStep { get; private set; } = "";

    public int Succeeded { get; private set; }

    public void Run(int steps)
    {
        foreach (var (service, operation, input) in Scenes.Beginning(this)) Call(Caller.Root(TestAccount.Id), Region, service, operation, input);
        for (var i = 0; i < steps; i++) Step();
        Calm();
    }

    private void Step()
    {
        switch (_dice.Next(20))
        {
            case < 5: Pass(_dice.OneIn(8) ? 60 * _dice.Next(120) : _dice.Next(90)); break;
            case 5 when _dice.OneIn(6): Happen(new ZoneFails(Region, _dice.Of(["eu-west-1a", "eu-west-1b", "eu-west-1c"]))); break;
            case 6 when _dice.OneIn(3): Happen(new ZoneRecovers(Region, _dice.Of(["eu-west-1a", "eu-west-1b", "eu-west-1c"]))); break;
            case 7 when _dice.OneIn(4) && LaterScenes.Happening(_dice, Account.State, Region) is { } happening: Happen(happening); break;
            case < 14:
                var (service, operation, input) = Scenes.Any(_dice, Account.State, Region);
                if (_dice.OneIn(20))
                {
                    var json = (JsonObject)JsonNode.Parse(input)!;
                    new RandomInput(_dice, Account.State, Region).Spoil(json);
                    input = json.ToJsonString();
                }
                Call(Who(), Region, service, operation, input);
                break;
            default:
                var chosen = _dice.Of(Everything);
                var where = _dice.OneIn(15) ? _dice.Of(["us-east-1", "cn-north-1", "nowhere", "eu-central-1"]) : Region;
                var shape = SimulatedServices.Find(chosen.Service) is null ? null : ServiceModel.Of(chosen.Service).Find(chosen.Operation)?.Input;
                Call(Who(), where, chosen.Service, chosen.Operation, shape is null || _dice.OneIn(100) ? _dice.Of(["{}", "[]", "{", "null", "\"\""]) : new RandomInput(_dice, Account.State, where).For(shape));
                break;
        }
    }

    private Caller Who() => _dice.OneIn(10) ? _dice.Of(Callers) : Caller.Root(TestAccount.Id);

    private void Call(Caller who, string region, string service, string operation, string input)
    {
        LastStep = $"{who.Principal.Name} {region} {service}:{operation} {input}";
        var before = Account.State;
        var result = Account.Call(who, region, service, operation, input);
        if (result.Error is { } error)
        {
            // A service may count what it refused, and changes nothing else.
            Assert.Equal(before with { CloudWatch = Account.State.CloudWatch }, Account.State);
            Assert.NotEmpty(error.Code);
            // Of a parameter that is not there, Systems Manager says nothing but the code; the advice does.
            Assert.NotEmpty(error.Message + error.Advice);
            if (error.At is { } at) Assert.InRange(at.Start, 0, Math.Max(at.End, input.Length));
        }
        else
        {
            Succeeded++;
            OutputShape.Check(result.Output, ServiceModel.Of(service).Find(operation)!.Output, operation);
            _invariants.Check(before, Account.State);
        }
    }

    private void Pass(double seconds)
    {
        LastStep = string.Create(CultureInfo.InvariantCulture, $"{seconds} s pass");
        var before = Account.State;
        Account.Advance(TimeSpan.FromSeconds(seconds));
        _invariants.Check(before, Account.State);
    }

    private void Happen(ScheduledEvent what)
    {
        LastStep = what.ToString();
        var before = Account.State;
        Account.Happen(what);
        _invariants.Check(before, Account.State);
    }

    /// <summary>Zones come back, hours pass: what wants a number of something must have it.</summary>
    private void Calm()
    {
        foreach (var zone in new[] { "eu-west-1a", "eu-west-1b", "eu-west-1c" }) Happen(new ZoneRecovers(Region, zone));
        for (var i = 0; i < 24; i++) Pass(600);
        LastStep = "all is calm";
        _invariants.CheckCalm(Account.State);
        _invariants.CheckHistory(Account.History);
    }

    public string HistoryText() => string.Join('\n', Account.History.Select(h => JsonSerializer.Serialize(h, h.GetType())));
}
