using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Model;

namespace CloudCourse.Labs.Sort;

/// <summary>What a lab declares: columns, and cards that belong into them.</summary>
internal sealed record SortSettings
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Above the cards: "Who does it?"</summary>
    public required string Question { get; init; }

    public required IReadOnlyList<SortColumn> Columns { get; init; }

    /// <summary>Cards of each group that a learner gets, drawn by the learner's seed; null for all.</summary>
    public int? PerGroup { get; init; }

    /// <summary>When the sources were read, as <c>2026-11</c>.</summary>
    public required string AsOf { get; init; }

    public required IReadOnlyList<SortGroup> Groups { get; init; }

    /// <exception cref="JsonException">The settings are broken; its words tell the author where.</exception>
    public static SortSettings Read(LabDefinition lab) => lab.Settings.ValueKind is JsonValueKind.Undefined
        ? throw new JsonException("nothing is written") : lab.Settings.Deserialize<SortSettings>(Options) ?? throw new JsonException("null is written");

    /// <summary>The cards of one learner: of every group the same number, in the author's order. The same seed draws the same.</summary>
    public IReadOnlyList<DrawnCard> Draw(int seed)
    {
        List<DrawnCard> drawn = [];
        foreach (var group in Groups)
        {
            var chosen = group.Cards.Index().OrderBy(c => Mixed(seed, $"{group.Title}/{c.Item.Id}")).Take(PerGroup ?? int.MaxValue).Select(c => c.Index).Order();
            drawn.AddRange(chosen.Select(i => new DrawnCard(group, group.Cards[i])));
        }
        return drawn;
    }

    /// <summary>A number that differs from seed to seed and is the same on every machine.</summary>
    private static uint Mixed(int seed, string name)
    {
        var hash = 2166136261 ^ unchecked((uint)seed * 2654435761);
        foreach (var c in name) hash = unchecked((hash ^ c) * 16777619);
        hash ^= hash >> 15;
        hash = unchecked(hash * 2246822519);
        return hash ^ (hash >> 13);
    }
}

internal sealed record SortColumn(string Id, string Title);

/// <param name="Title">What its cards are about, such as a service.</param>
internal sealed record SortGroup(string Title, IReadOnlyList<SortCard> Cards);

/// <param name="Column">The id of the column that it belongs into.</param>
/// <param name="Why">The fact, in a sentence or two.</param>
/// <param name="Source">A page of AWS's.</param>
internal sealed record SortCard(string Id, string Text, string Column, string Why, string Source);

internal sealed record DrawnCard(SortGroup Group, SortCard Card);
