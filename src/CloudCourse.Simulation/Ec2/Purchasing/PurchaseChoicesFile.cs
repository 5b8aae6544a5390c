using System.Globalization;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Reads choices from JSON: a member for each workload, <c>{"purchase": "Reserved", "years": 1, "payment": "No Upfront"}</c>.</summary>
/// <param name="Choices">By workload; those that could be read.</param>
/// <param name="At">Where each stands.</param>
public sealed record PurchaseChoicesFile(
    IReadOnlyDictionary<string, PurchaseChoice> Choices, IReadOnlyDictionary<string, Location> At, IReadOnlyList<Finding> Findings)
{
    private const string OnDemand = "On-Demand", SpotName = "Spot", ReservedName = "Reserved";

    public static PurchaseChoicesFile Read(string text, PurchaseScenario scenario)
    {
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error) return new(Empty, NoPlaces, [error]);
        if (reading.Value is not JsonObject json)
            return new(Empty, NoPlaces, [new(FindingType.Error, "NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}. It is one object, with a member for each workload.", reading.Value.At)]);

        List<Finding> findings = [.. reading.Duplicates.Select(d => new Finding(FindingType.Error, "DUPLICATE_MEMBER", $"\"{d.Name.Shortened()}\" stands here a second time: keep one.", d.NameAt))];
        Dictionary<string, PurchaseChoice> choices = new(StringComparer.Ordinal);
        Dictionary<string, Location> places = new(StringComparer.Ordinal);
        foreach (var member in json.Members)
        {
            if (scenario.Workloads.FirstOrDefault(w => w.Id == member.Name) is not { } workload)
            {
                findings.Add(new(FindingType.Error, "UNKNOWN_WORKLOAD",
                    $"There is no workload \"{member.Name.Shortened()}\". There are {string.Join(", ", scenario.Workloads.Select(w => w.Id))}.", member.NameAt));
                continue;
            }
            places[workload.Id] = member.Value.At;
            if (new ChoiceReader(scenario, workload, member, findings).Read() is { } choice) choices[workload.Id] = choice;
        }
        foreach (var missing in scenario.Workloads.Where(w => !json.Members.Any(m => m.Name == w.Id)))
            findings.Add(new(FindingType.Error, "MISSING_WORKLOAD", $"The workload \"{missing.Id}\" is missing: say how its instances are bought.", json.Head()));
        return new(choices, places, findings);
    }

    private static readonly Dictionary<string, PurchaseChoice> Empty = [];
    private static readonly Dictionary<string, Location> NoPlaces = [];

    /// <summary>Reads one workload's choice, and says everything that is wrong with it.</summary>
    private sealed class ChoiceReader(PurchaseScenario scenario, Workload workload, JsonMember member, List<Finding> findings)
    {
        private int _problems;

        public PurchaseChoice? Read()
        {
            if (member.Value is not JsonObject json) return Say("NOT_AN_OBJECT", $"\"{workload.Id}\" is {member.Value.TypeName}. Write an object, such as {{\"purchase\": \"On-Demand\"}}.", member.Value.At);
            var purchase = Word(json, "purchase", [OnDemand, SpotName, ReservedName], json.Head());
            if (purchase is null) return null;
            string[] allowed = purchase switch
            {
                SpotName => ["purchase", "interruptionBehavior"],
                ReservedName => ["purchase", "years", "payment"],
                _ => ["purchase"],
            };
            foreach (var odd in json.Members.Where(m => !allowed.Contains(m.Name)))
                Say("UNKNOWN_MEMBER", $"{purchase} has no \"{odd.Name.Shortened()}\". It takes {string.Join(", ", allowed)}.", odd.NameAt);
            PurchaseChoice? choice = purchase switch
            {
                SpotName => Spot(json),
                ReservedName => Reserved(json),
                _ => new OnDemandChoice(),
            };
            if (_problems > 0 || choice is null) return null;
            return PurchasePrices.HourlyRate(workload.Type, scenario.Region, choice) is not null ? choice
                : Say("NO_PRICE", $"There is no price of {workload.InstanceType} in {scenario.Region} for {choice.Words}: choose another option.", json.Head());
        }

        private SpotChoice? Spot(JsonObject json)
        {
            // AWS terminates unless it is told otherwise.
            var word = json.Find("interruptionBehavior") is null ? "terminate" : Word(json, "interruptionBehavior", ["terminate", "stop", "hibernate"], json.Head());
            if (word == "hibernate" && !Fit.CanHibernate(workload.Type))
                Say("CANNOT_HIBERNATE", $"{workload.InstanceType} cannot hibernate: choose terminate or stop.", json.Find("interruptionBehavior")!.Value.At,
                    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html");
            return word switch
            {
                "terminate" => new(InterruptionBehavior.Terminate),
                "stop" => new(InterruptionBehavior.Stop),
                "hibernate" => new(InterruptionBehavior.Hibernate),
                _ => null,
            };
        }

        private ReservedChoice? Reserved(JsonObject json)
        {
            var years = json.Find("years")?.Value switch
            {
                JsonNumber n when decimal.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is 1 or 3 => (int?)decimal.Parse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
                _ => null,
            };
            if (json.Find("years") is not { } written) Say("MISSING_MEMBER", "A Reserved Instance has a term: write \"years\": 1 or \"years\": 3.", json.Head());
            else if (years is null) Say("WRONG_VALUE", "\"years\" is the number 1 or the number 3: AWS sells no other term.", written.Value.At);
            var payment = Word(json, "payment", ["No Upfront", "Partial Upfront", "All Upfront"], json.Head());
            return years is null || payment is null ? null : new(years.Value, payment switch
            {
                "All Upfront" => PaymentOption.AllUpfront,
                "Partial Upfront" => PaymentOption.PartialUpfront,
                _ => PaymentOption.NoUpfront,
            });
        }

        private string? Word(JsonObject json, string name, string[] words, Location head)
        {
            var choices = string.Join(", ", words.Select(w => $"\"{w}\""));
            if (json.Find(name) is not { } found)
            {
                Say("MISSING_MEMBER", $"\"{workload.Id}\" has no \"{name}\": write one of {choices}.", head);
                return null;
            }
            if (found.Value is not JsonString text)
            {
                Say("WRONG_TYPE", $"\"{name}\" is {found.Value.TypeName}: write one of {choices}.", found.Value.At);
                return null;
            }
            if (words.Contains(text.Value)) return text.Value;
            if (name == "purchase" && text.Value.Contains("Saving", StringComparison.OrdinalIgnoreCase))
                Say("NO_SAVINGS_PLAN_PRICES",
                    "The course has no price list of Savings Plans by instance type, only AWS's \"up to 66%\" (Compute) and \"up to 72%\" (EC2 Instance), and no bill comes from an \"up to\". Choose Reserved, whose prices are known.",
                    text.At, "https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html");
            else Say("WRONG_VALUE", $"\"{name}\" is \"{text.Value.Shortened()}\": write one of {choices}.", text.At);
            return null;
        }

        private PurchaseChoice? Say(string code, string details, Location at, string? learnMore = null)
        {
            _problems++;
            findings.Add(new(FindingType.Error, code, details, at, learnMore));
            return null;
        }
    }
}
