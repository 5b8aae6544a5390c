using System.Text.Json;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Reads what a function answers that reports which items of its batch failed.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"/>
internal static class BatchResponse
{
    /// <returns>The ids that failed; null where the answer means that the whole batch failed.</returns>
    public static IReadOnlySet<string>? Failed(string payload, IReadOnlySet<string> ids)
    {
        HashSet<string> failed = new(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(payload, AsyncInvocations.Payloads);
            var root = document.RootElement;
            // Nothing, or nothing in the list: all succeeded.
            if (root.ValueKind is JsonValueKind.Null) return failed;
            if (root.ValueKind is not JsonValueKind.Object) return null;
            if (!root.EnumerateObject().Any()) return failed;
            if (!root.TryGetProperty("batchItemFailures", out var list)) return failed;
            if (list.ValueKind is JsonValueKind.Null) return failed;
            if (list.ValueKind is not JsonValueKind.Array) return null;
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind is not JsonValueKind.Object || !item.TryGetProperty("itemIdentifier", out var id) || id.ValueKind is not JsonValueKind.String) return null;
                if (id.GetString() is not { Length: > 0 } text || !ids.Contains(text)) return null;
                failed.Add(text);
            }
            return failed;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
