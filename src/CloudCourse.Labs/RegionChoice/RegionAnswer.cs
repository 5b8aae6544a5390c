using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>A learner's file: <c>region</c>, <c>ranking</c> and, for each Region that is not ranked, the criterion that rules it out.</summary>
/// <param name="Region">Null where none of the candidates is named.</param>
/// <param name="Ranking">Candidates only, each once.</param>
/// <param name="RuledOut">By the Region's code.</param>
/// <param name="Unknown">What <c>region</c> says where that is no candidate.</param>
/// <param name="Unclear">By the Region's code, what <c>ruledOut</c> says where that is no criterion.</param>
/// <param name="Whole">Where to point when something is not there.</param>
internal sealed record RegionAnswer(
    Located<string>? Region, IReadOnlyList<Located<string>> Ranking, IReadOnlyDictionary<string, Located<Criterion>> RuledOut, Location RankingAt, Location RuledOutAt, Location Whole,
    Located<string>? Unknown, IReadOnlyDictionary<string, Located<string>> Unclear)
{
    private const string RegionMember = "region", RankingMember = "ranking", RuledOutMember = "ruledOut";

    public static readonly IReadOnlyDictionary<string, Criterion> Criteria = Enum.GetValues<Criterion>().ToDictionary(Word);

    public static string Word(Criterion criterion) => criterion switch
    {
        Criterion.Residency => "residency",
        Criterion.Services => "services",
        _ => "budget",
    };

    /// <summary>The answer, null where the text is no JSON object; and what there is to say about the text.</summary>
    public static (RegionAnswer? Answer, IReadOnlyList<Finding> Findings) Read(string text, Brief brief)
    {
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error) return (null, [error]);
        if (reading.Value is not JsonObject json)
            return (null, [new(FindingType.Error, "NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}; write one object, with `{RegionMember}`, `{RankingMember}` and `{RuledOutMember}`.", reading.Value.At)]);

        List<Finding> findings = [.. reading.Duplicates.Select(d => Error("DUPLICATE_MEMBER", $"`{Short(d.Name)}` stands here twice; the last one counts. Remove one.", d.NameAt))];
        Located<string>? region = null;
        List<Located<string>> ranking = [];
        Dictionary<string, Located<Criterion>> ruledOut = [];
        Located<string>? unknown = null;
        Dictionary<string, Located<string>> unclear = [];
        Location rankingAt = default, ruledOutAt = default;
        foreach (var member in json.Members)
        {
            switch (member.Name, member.Value)
            {
                case (RegionMember, JsonString value):
                    region = Candidate(value.Value, value.At);
                    unknown = region is null ? new(Meant(value.Value), value.At) : null;
                    break;
                case (RankingMember, JsonArray list):
                    ranking.Clear();
                    rankingAt = list.At;
                    foreach (var item in list.Items) Rank(item);
                    break;
                case (RuledOutMember, JsonObject reasons):
                    ruledOut.Clear();
                    unclear.Clear();
                    ruledOutAt = reasons.At;
                    foreach (var reason in reasons.Members) RuleOut(reason);
                    break;
                case (RegionMember, var other):
                    findings.Add(Error("WRONG_TYPE", $"`{RegionMember}` is {other.TypeName}; write the chosen Region's code as a string.", other.At));
                    break;
                case (RankingMember, var other):
                    findings.Add(Error("WRONG_TYPE", $"`{RankingMember}` is {other.TypeName}; write a list of Region codes, the best first.", other.At));
                    break;
                case (RuledOutMember, var other):
                    findings.Add(Error("WRONG_TYPE", $"`{RuledOutMember}` is {other.TypeName}; write an object with a Region code and a criterion in each member.", other.At));
                    break;
                default:
                    findings.Add(Error("UNKNOWN_MEMBER", $"There is no member `{Short(member.Name)}`: the file takes `{RegionMember}`, `{RankingMember}` and `{RuledOutMember}`.", member.NameAt));
                    break;
            }
        }
        var head = json.At with { End = json.At.Start + 1 };
        foreach (var name in new[] { RegionMember, RankingMember, RuledOutMember }.Where(n => json.Find(n) is null))
            findings.Add(Error("MISSING_MEMBER", $"`{name}` is missing.", head));
        foreach (var twice in ranking.Where(r => ruledOut.ContainsKey(r.Value)))
            findings.Add(Error("BOTH_RANKED_AND_RULED_OUT", $"`{twice.Value}` is ranked and ruled out. It can be only one of the two.", twice.At));
        return (new(region, ranking, ruledOut, rankingAt == default ? head : rankingAt, ruledOutAt == default ? head : ruledOutAt, head, unknown, unclear), findings);

        void Rank(JsonValue item)
        {
            if (item is not JsonString code)
            {
                findings.Add(Error("WRONG_TYPE", $"This is {item.TypeName}; a ranking holds Region codes, as strings.", item.At));
                return;
            }
            if (Candidate(code.Value, code.At) is not { } found) return;
            if (ranking.Any(r => r.Value == found.Value)) findings.Add(Error("RANKED_TWICE", $"`{found.Value}` is ranked already; leave it in one place.", found.At));
            else ranking.Add(found);
        }

        void RuleOut(JsonMember reason)
        {
            if (Candidate(reason.Name, reason.NameAt) is null) return;
            if (reason.Value is JsonString word && Criteria.TryGetValue(word.Value, out var criterion)) ruledOut[reason.Name] = new(criterion, word.At);
            else
            {
                var said = reason.Value is JsonString other ? $"`{Short(other.Value)}`" : reason.Value.TypeName;
                unclear[reason.Name] = new(said, reason.Value.At);
                findings.Add(Error("UNKNOWN_CRITERION", $"This is {said}. Say what rules `{reason.Name}` out: {string.Join(", ", Criteria.Keys.Select(k => $"\"{k}\""))}.", reason.Value.At));
            }
        }

        Located<string>? Candidate(string code, Location at)
        {
            if (brief.Candidates.Any(c => c.Code == code)) return new(code, at);
            var message = Simulation.Infrastructure.Region.Find(code) is { } known
                ? $"`{code}` is {known.Name}, which is not among the brief's candidates: {string.Join(", ", brief.Candidates.Select(c => c.Code))}."
                : Meant(code) + (Named(code) is null ? $" A Region goes by its code here: {string.Join(", ", brief.Candidates.Select(c => c.Code))}." : "");
            findings.Add(Error("NOT_A_CANDIDATE", message, at));
            return null;
        }

        // People write a Region by its city or its name.
        Simulation.Infrastructure.Region? Named(string text) => text.Trim() is { Length: > 0 } name
            ? brief.Candidates.FirstOrDefault(c => c.City.Equals(name, StringComparison.OrdinalIgnoreCase) || c.Code.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? brief.Candidates.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || c.Name.Contains($"({name})", StringComparison.OrdinalIgnoreCase)) : null;

        string Meant(string text) => Named(text) is { } named ? $"A Region goes by its code here: {named.Name} is `{named.Code}`." : $"There is no Region `{Short(text)}` among the candidates.";

        static Finding Error(string code, string details, Location at) => new(FindingType.Error, code, details, at);

        static string Short(string name) => name.Length <= 60 ? name : name[..(char.IsHighSurrogate(name[59]) ? 59 : 60)] + "…";
    }
}
