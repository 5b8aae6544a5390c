namespace CloudCourse.Simulation.Cloud;

/// <summary>Texts by their bytes in UTF-8: so S3 lists its keys, and so DynamoDB sorts strings.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html"/>
public readonly struct Utf8Order : IOrder<string>
{
    public static int Compare(string first, string second)
    {
        var same = first.AsSpan().CommonPrefixLength(second);
        return same == first.Length || same == second.Length ? first.Length - second.Length : Rank(first[same]) - Rank(second[same]);
    }

    /// <summary>UTF-16 puts what is beyond its first plane before U+E000, UTF-8 after U+FFFF.</summary>
    private static int Rank(char c) => c < 0xD800 ? c : c >= 0xE000 ? c - 0x800 : c + 0x2000;
}
