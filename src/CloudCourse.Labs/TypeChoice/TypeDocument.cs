using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>The learner's file: <c>{"page": "t4g.micro"}</c>, a member for each workload.</summary>
/// <param name="Types">By workload; those that could be read.</param>
/// <param name="Places">Where each stands.</param>
internal sealed record TypeDocument(IReadOnlyDictionary<string, InstanceType> Types, IReadOnlyDictionary<string, Location> Places, IReadOnlyList<Finding> Findings)
{
    public static TypeDocument Read(string text, TypeSettings settings)
    {
        Dictionary<string, InstanceType> types = new(StringComparer.Ordinal);
        Dictionary<string, Location> places = new(StringComparer.Ordinal);
        List<Finding> findings = [];
        TypeDocument document = new(types, places, findings);
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error)
        {
            findings.Add(error);
            return document;
        }
        if (reading.Value is not JsonObject json)
        {
            Say("NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}; write one object, with a member for each workload.", reading.Value.At);
            return document;
        }
        foreach (var twice in reading.Duplicates) Say("DUPLICATE_MEMBER", $"\"{AuthoredMessage.Clip(twice.Name)}\" stands here twice. Remove one.", twice.NameAt);
        foreach (var member in json.Members)
        {
            if (settings.Workloads.All(w => w.Id != member.Name)) Say("UNKNOWN_WORKLOAD", $"There is no workload \"{AuthoredMessage.Clip(member.Name)}\". There are {string.Join(", ", settings.Workloads.Select(w => w.Id))}.", member.NameAt);
            else if (member.Value is not JsonString name) Say("NOT_A_TYPE", $"\"{member.Name}\" is {member.Value.TypeName}; write the name of an instance type in quotes, such as \"m8g.large\".", member.Value.At);
            else if (InstanceType.Find(name.Value) is not { } type) Say("UNKNOWN_TYPE", $"\"{AuthoredMessage.Clip(name.Value)}\" is no instance type of the {InstanceType.All.Count} that this course knows. A name has a family, a point and a size: those beside the editor are some.", member.Value.At);
            else if (settings.Price(type) is null) Say("NO_PRICE", $"{type.Name} has no price by the hour in {settings.Region}: it is rented with a whole host, or is not offered there.", member.Value.At);
            else
            {
                types[member.Name] = type;
                places[member.Name] = member.Value.At;
            }
        }
        foreach (var missing in settings.Workloads.Where(w => json.Members.All(m => m.Name != w.Id))) Say("MISSING_WORKLOAD", $"\"{missing.Id}\" is missing: write the type on which it is to run.", json.At with { End = json.At.Start + 1 });
        return document;

        void Say(string code, string details, Location at) => findings.Add(new(FindingType.Error, code, details, at));
    }
}
