using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Sns;

/// <summary>What a filter policy may not exceed, beside the language that it shares with EventBridge's patterns.</summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"/>
internal static class FilterLimits
{
    private const int MostKeys = 5, MostCombinations = 150;
    private const double Largest = 1e9;

    /// <exception cref="AwsException">The policy has more keys, combinations of values or levels than a subscription's filter may.</exception>
    public static void Check(Subscription one, Location at)
    {
        if (one.Filter is null || JsonReader.Read(one.Filter.Text).Value is not JsonObject policy) return;
        var (keys, combinations) = (0, 1L);
        Walk(policy, 1);
        if (keys > MostKeys) throw SnsCalls.Invalid($"FilterPolicy: Filter policy can not have more than {MostKeys} keys", at);
        if (combinations > MostCombinations)
            throw SnsCalls.Invalid("FilterPolicy: Filter policy is too complex", at, $"The numbers of values of all keys, each times the level on which its key stands, multiplied come to more than {MostCombinations}.");

        void Walk(JsonObject json, int level)
        {
            foreach (var (name, value) in json.Members.Select(m => (m.Name, m.Value)))
            {
                if (value is JsonObject below)
                {
                    if (!one.FiltersBody) throw SnsCalls.Invalid("FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy", at, "A message's attributes have no members: FilterPolicyScope MessageBody looks into the message.");
                    Walk(below, level + 1);
                }
                else if (value is JsonArray values)
                {
                    Numbers(values);
                    if (name == "$or") continue;
                    keys++;
                    // Past the limit it is of no account by how much.
                    combinations = Math.Min(combinations * Math.Max(1, values.Items.Count) * level, int.MaxValue);
                }
            }
        }

        void Numbers(JsonValue value)
        {
            switch (value)
            {
                case JsonArray list:
                    foreach (var item in list.Items) Numbers(item);
                    break;
                case JsonObject json:
                    foreach (var member in json.Members) Numbers(member.Value);
                    break;
                case JsonNumber { Text: var text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) > Largest:
                    throw SnsCalls.Invalid("FilterPolicy: Value must be between -1.0E9 and 1.0E9, inclusive", at);
            }
        }
    }
}
