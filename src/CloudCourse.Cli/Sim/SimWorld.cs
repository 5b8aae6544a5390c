using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Reading;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Cli.Sim;

/// <summary>An account to begin with, as <c>world.yml</c> writes it; every member may be left out.</summary>
internal sealed record SimWorld(AccountOptions Options, string Region, Caller Caller, IReadOnlyList<ContainerImage> Images, IReadOnlyList<SimStep> Operations)
{
    /// <param name="runsFunctions">For an account behind a <see cref="Simulation.Lambda.LiveAccount"/>.</param>
    public SimulatedAccount Open(bool runsFunctions = false)
    {
        var options = Options with { RunsFunctions = runsFunctions };
        SimulatedAccount account = new(options);
        if (Images.Count == 0) return account;
        var images = Images.Aggregate(Table<ContainerImage>.Empty, (table, image) => table.Put(image.Name, image));
        return SimulatedAccount.Restore(new(options, account.State with { Ecs = account.State.Ecs with { Images = images } }, []));
    }

    /// <returns>Null, with problems, where the file cannot be read.</returns>
    public static (SimWorld? World, SimStepReader Steps) Read(string file, string text, ProblemList problems)
    {
        if (new YamlSource(file, problems).ReadObject(text) is not { } world) return (null, new(""));
        var before = problems.Count;
        var account = world.OptionalText("account") ?? "111122223333";
        if (account.Length != 12 || account.Any(c => !char.IsAsciiDigit(c))) world.Problem("account", $"`{account}` is no account id: write twelve digits, in quotes.");
        var seed = world.Integer("seed", 0, int.MaxValue, 1);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (world.OptionalText("start") is { } moment && !DateTimeOffset.TryParseExact(moment, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out start))
            world.Problem("start", $"`{moment}` is no moment: write it as `2026-11-02T09:00:00Z`.");
        else if (start.Year is < 2000 or > 2100) world.Problem("start", "A simulation begins between the years 2000 and 2100.");
        var region = world.OptionalText("region") ?? "us-east-1";
        if (Simulation.Infrastructure.Region.Find(region) is null) world.Problem("region", $"There is no Region `{region}`.");
        var caller = world.OptionalText("caller") ?? "root";
        if (SimCaller.Read(account, caller) is not { } known) world.Problem("caller", $"`{caller}` is no caller; {SimCaller.Help}");
        else
        {
            AccountOptions options = new(account, (ulong)seed, start)
            {
                ServiceControlPolicies = Levels(world, "service-control-policies"),
                ResourceControlPolicies = Levels(world, "resource-control-policies"),
            };
            SimStepReader steps = new(account);
            SimWorld read = new(options, region, known, [.. world.Objects("images", required: false).Select(Image)], steps.Read(file, world.Objects("operations", required: false)));
            world.Finish();
            return (problems.Count == before ? read : null, steps);
        }
        return (null, new(account));
    }

    private static ContainerImage Image(YamlObject image)
    {
        var name = image.Text("name");
        List<int> ports = [];
        foreach (var port in image.Texts("listens-on"))
        {
            if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65_536) ports.Add(number);
            else image.Problem("listens-on", $"`{port}` is no port: write numbers from 1 to 65535.");
        }
        ContainerImage read = new(name, ports, image.Integer("needs-mib", 1, 1_000_000, 16),
            image.Has("exits-after-seconds") ? image.Integer("exits-after-seconds", 0, 1_000_000) : null, image.Integer("exit-code", 0, 255, 0), image.Boolean("healthy", true));
        image.Finish();
        return read;
    }

    /// <summary>Levels from the root down, each a list of policies.</summary>
    private static IReadOnlyList<PolicyLevel>? Levels(YamlObject world, string member)
    {
        if (!world.Has(member)) return null;
        List<PolicyLevel> levels = [];
        foreach (var level in world.Objects(member))
        {
            var name = level.Text("level");
            List<Policy> policies = [];
            var list = level.Json("policies");
            if (list.ValueKind is not JsonValueKind.Array) level.Problem("policies", "`policies` takes a list of policy documents.");
            else
            {
                foreach (var document in list.EnumerateArray())
                {
                    var reading = PolicyReader.Read(document.ValueKind is JsonValueKind.String ? document.GetString()! : document.GetRawText(), $"{name}, policy {policies.Count + 1}");
                    if (reading.Policy is { } policy) policies.Add(policy);
                    else level.Problem("policies", $"Policy {policies.Count + 1} cannot be read: {reading.SyntaxError!.Details}");
                }
            }
            level.Finish();
            levels.Add(new(name, policies));
        }
        return levels;
    }
}
