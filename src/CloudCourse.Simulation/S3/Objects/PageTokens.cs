using System.Text;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Continuation tokens: where the next page begins, in a form that nobody takes for a key.</summary>
internal static class PageTokens
{
    private static readonly UTF8Encoding Strict = new(false, true);

    public static string Make(string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"1/{place}"));

    public static string Read(Call call, string token)
    {
        try
        {
            if (Strict.GetString(Convert.FromBase64String(token)) is ['1', '/', .. var place]) return place;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
        }
        throw S3Errors.Argument(call.At("ContinuationToken"), "The continuation token provided is incorrect", "A token comes from the answer before and is used as it is.");
    }
}
