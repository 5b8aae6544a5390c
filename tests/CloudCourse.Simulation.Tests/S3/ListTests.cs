namespace CloudCourse.Simulation.Tests.S3;

public sealed class ListTests : S3Test
{
    public ListTests() => Bucket();

    private void Fill(params string[] keys)
    {
        foreach (var key in keys) Put(key);
    }

    // The example of https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
    [Fact]
    public void A_prefix_and_a_delimiter_make_folders()
    {
        Fill("sample.jpg", "photos/2006/January/sample.jpg", "photos/2006/February/sample2.jpg", "photos/2006/February/sample3.jpg", "photos/2006/February/sample4.jpg");
        var top = Do("ListObjectsV2", new { Bucket = "pictures", Delimiter = "/" });
        Assert.Equal(["sample.jpg"], Keys(top));
        Assert.Equal(["photos/"], Keys(top, "CommonPrefixes", "Prefix"));
        Assert.Equal((2, 1000, false, "", "/"), ((int)top["KeyCount"]!, (int)top["MaxKeys"]!, (bool)top["IsTruncated"]!, (string)top["Prefix"]!, (string)top["Delimiter"]!));
        var year = Do("ListObjectsV2", new { Bucket = "pictures", Delimiter = "/", Prefix = "photos/2006/" });
        Assert.Equal(["photos/2006/February/", "photos/2006/January/"], Keys(year, "CommonPrefixes", "Prefix"));
        Assert.Null(year["Contents"]);
    }

    [Fact]
    public void Keys_come_in_the_order_of_their_bytes()
    {
        Fill("b", "B", "a", "ä", "\U0001F600", "\uFFFD", "a b", "a/b");
        Assert.Equal(["B", "a", "a b", "a/b", "b", "ä", "\uFFFD", "\U0001F600"], Keys(Do("ListObjectsV2", new { Bucket = "pictures" })));
    }

    [Fact]
    public void Encoded_keys_are_as_in_an_address()
    {
        Fill("a b/ä+.txt");
        var listed = Do("ListObjectsV2", new { Bucket = "pictures", EncodingType = "url", Prefix = "a b" });
        Assert.Equal(["a+b/%C3%A4%2B.txt"], Keys(listed));
        Assert.Equal(("a+b", "url"), ((string)listed["Prefix"]!, (string)listed["EncodingType"]!));
        Assert.Equal("InvalidArgument", Refused("ListObjectsV2", new { Bucket = "pictures", EncodingType = "rot13" }));
    }

    [Fact]
    public void A_start_and_a_size_bound_a_page()
    {
        Fill("a", "b", "c", "d");
        Assert.Equal(["c", "d"], Keys(Do("ListObjectsV2", new { Bucket = "pictures", StartAfter = "b" })));
        Assert.Equal(["c", "d"], Keys(Do("ListObjects", new { Bucket = "pictures", Marker = "b" })));
        var none = Do("ListObjectsV2", new { Bucket = "pictures", MaxKeys = 0 });
        Assert.Equal((0, false), ((int)none["KeyCount"]!, (bool)none["IsTruncated"]!));
        Assert.Equal(1000, (int)Do("ListObjectsV2", new { Bucket = "pictures", MaxKeys = 5000 })["MaxKeys"]!);
        Assert.Equal("InvalidArgument", Refused("ListObjectsV2", new { Bucket = "pictures", MaxKeys = -1 }));
        var error = ErrorOf("ListObjectsV2", new { Bucket = "pictures", ContinuationToken = "b" });
        Assert.Equal(("InvalidArgument", "The continuation token provided is incorrect"), (error.Code, error.Message));
        Assert.Null(Do("ListObjectsV2", new { Bucket = "pictures" })["Contents"]![0]!["Owner"]);
        Assert.NotNull(Do("ListObjectsV2", new { Bucket = "pictures", FetchOwner = true })["Contents"]![0]!["Owner"]);
        var full = Do("ListObjects", new { Bucket = "pictures", MaxKeys = 2 });
        Assert.Equal((true, null), ((bool)full["IsTruncated"]!, (string?)full["NextMarker"]));
    }

    [Fact]
    public void Pages_joined_are_the_whole_list()
    {
        Random random = new(11);
        for (var round = 0; round < 20; round++)
        {
            var bucket = $"round{round}";
            Bucket(bucket);
            SortedSet<string> keys = new(StringComparer.Ordinal);
            for (var i = random.Next(1, 30); i > 0; i--) keys.Add(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "ab/-"[random.Next(4)])));
            foreach (var key in keys) Put(key, "x", bucket);
            foreach (var (prefix, delimiter) in new[] { ("", ""), ("", "/"), ("a", "/"), ("a/", "/"), ("", "ab"), ("b", "-") })
            {
                var expected = keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(k => delimiter.Length > 0 && k.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at ? k[..(at + delimiter.Length)] + "\0" : k).Distinct().Order(StringComparer.Ordinal).ToList();
                for (var size = 1; size <= 4; size++)
                {
                    List<string> second = [], first = [];
                    for (string? token = null; ;)
                    {
                        var page = Do("ListObjectsV2", token is null ? new { Bucket = bucket, Prefix = prefix, Delimiter = delimiter, MaxKeys = size } : (object)new { Bucket = bucket, Prefix = prefix, Delimiter = delimiter, MaxKeys = size, ContinuationToken = token });
                        Assert.InRange((int)page["KeyCount"]!, 0, size);
                        second.AddRange([.. Keys(page), .. Keys(page, "CommonPrefixes", "Prefix").Select(p => p + "\0")]);
                        if ((token = (string?)page["NextContinuationToken"]) is null) break;
                    }
                    for (var marker = ""; ;)
                    {
                        var page = Do("ListObjects", new { Bucket = bucket, Prefix = prefix, Delimiter = delimiter, MaxKeys = size, Marker = marker });
                        first.AddRange([.. Keys(page), .. Keys(page, "CommonPrefixes", "Prefix").Select(p => p + "\0")]);
                        if (!(bool)page["IsTruncated"]!) break;
                        marker = (string?)page["NextMarker"] ?? Keys(page)[^1];
                    }
                    Assert.Equal(expected, second.Order(StringComparer.Ordinal));
                    Assert.Equal(expected, first.Order(StringComparer.Ordinal));
                }
            }
        }
    }
}
