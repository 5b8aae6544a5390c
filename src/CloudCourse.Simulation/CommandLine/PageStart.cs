using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Findings;
using InputObject = CloudCourse.Simulation.Findings.JsonObject;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Where a command begins to read pages: by <c>--starting-token</c>, which an earlier command's <c>--max-items</c> left behind.</summary>
/// <param name="Paging">Null where the answer is taken as it is.</param>
/// <param name="Input">Of the first call.</param>
/// <param name="Token">AWS's token of the first page; null for the beginning.</param>
/// <param name="Skip">Items of the first page that the earlier command had already.</param>
/// <param name="Problem">Why it cannot begin.</param>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html"/>
internal sealed record PageStart(Paging? Paging, InputObject Input, string? Token, int Skip, string? Problem, Location At)
{
    private const string Amount = "boto_truncate_amount";

    public static PageStart Of(GlobalOptions options, Paging? paging, InputObject input, Location at)
    {
        // Who asks for a page by AWS's own members, gets that page.
        if (paging is null || input.Find(paging.Token) is not null || (paging.Limit is { } limit && input.Find(limit) is not null)) return new(null, input, null, 0, null, at);
        if (options.PageSize is { } size && paging.Limit is { } name) input = new([.. input.Members, new(name, at, new JsonNumber(size.ToString(System.Globalization.CultureInfo.InvariantCulture), at))], at);
        PageStart start = new(paging, input, null, 0, null, at);
        if (options.StartingToken is not { } given) return start;
        if (Read(given, paging) is not var (token, skip)) return start with { Problem = $"Bad starting token: {given}" };
        return start with { Token = token, Skip = skip, Input = token is null ? input : start.With(token) };
    }

    public InputObject With(string token) => new([.. Input.Members.Where(m => m.Name != Paging!.Token), new(Paging!.Token, At, new JsonString(token, At))], At);

    /// <summary>What stands as <c>NextToken</c> in an answer that was cut short.</summary>
    /// <param name="token">Of the page at which a next command begins.</param>
    /// <param name="had">Items of that page that were shown.</param>
    public static string Left(Paging paging, string? token, int had)
    {
        System.Text.Json.Nodes.JsonObject left = new() { [paging.Token] = token };
        if (had > 0) left[Amount] = had;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(left.ToJsonString()));
    }

    private static (string? Token, int Skip)? Read(string given, Paging paging)
    {
        var bytes = new byte[given.Length];
        if (!Convert.TryFromBase64String(given, bytes, out var length)) return (given, 0); // AWS's own token
        try
        {
            if (JsonNode.Parse(bytes.AsSpan(0, length)) is not System.Text.Json.Nodes.JsonObject left || !left.ContainsKey(paging.Token)) return (given, 0);
            var skip = left[Amount] is System.Text.Json.Nodes.JsonValue amount && amount.TryGetValue(out int count) ? count : 0;
            return skip < 0 || left[paging.Token] is not (null or System.Text.Json.Nodes.JsonValue) ? null : (left[paging.Token]?.ToString(), skip);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException) // a name twice, half a character
        {
            return (given, 0);
        }
    }
}
