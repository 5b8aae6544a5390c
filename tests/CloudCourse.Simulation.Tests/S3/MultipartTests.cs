using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html</summary>
public sealed class MultipartTests : S3Test
{
    private static readonly string Big = StoredBody.Of(new byte[5 << 20]).Base64;

    public MultipartTests() => Bucket();

    private string Begin(string key = "film", string? algorithm = null) =>
        (string)Do("CreateMultipartUpload", algorithm is null ? new { Bucket = "pictures", Key = key } : new { Bucket = "pictures", Key = key, ChecksumAlgorithm = algorithm })["UploadId"]!;

    private JsonObject Part(string upload, int number, string body, string key = "film") => Do("UploadPart", new { Bucket = "pictures", Key = key, UploadId = upload, PartNumber = number, Body = body });

    private static object Completed(string upload, params (int Number, JsonObject Part)[] parts) =>
        new { Bucket = "pictures", Key = "film", UploadId = upload, MultipartUpload = new { Parts = parts.Select(p => new { PartNumber = p.Number, ETag = (string)p.Part["ETag"]! }) } };

    [Fact]
    public void Parts_make_one_object()
    {
        var upload = Begin();
        var (second, first) = (Part(upload, 7, Base64("end")), Part(upload, 2, Big));
        var parts = Do("ListParts", new { Bucket = "pictures", Key = "film", UploadId = upload, MaxParts = 1 });
        Assert.Equal((2, true, "2"), ((int)parts["Parts"]![0]!["PartNumber"]!, (bool)parts["IsTruncated"]!, (string)parts["NextPartNumberMarker"]!));
        Assert.Equal(7, (int)Do("ListParts", new { Bucket = "pictures", Key = "film", UploadId = upload, PartNumberMarker = "2" })["Parts"]![0]!["PartNumber"]!);
        var done = Do("CompleteMultipartUpload", Completed(upload, (2, first), (7, second)));
        // The MD5 of the parts' MD5s: 5f363e0e58a95f06cbe9bbc662c5dfb6 is that of five mebibytes of zeros.
        Assert.Equal("\"5f363e0e58a95f06cbe9bbc662c5dfb6\"", (string)first["ETag"]!);
        var sums = Convert.FromHexString(((string)first["ETag"]!).Trim('"') + ((string)second["ETag"]!).Trim('"'));
#pragma warning disable CA5351
        Assert.Equal($"\"{Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(sums))}-2\"", (string)done["ETag"]!);
#pragma warning restore CA5351
        Assert.Equal(("FULL_OBJECT", "https://pictures.s3.eu-west-1.amazonaws.com/film"), ((string)done["ChecksumType"]!, (string)done["Location"]!));
        Assert.NotNull(done["ChecksumCRC64NVME"]);
        Assert.Equal((5 << 20) + 3, (int)Do("HeadObject", new { Bucket = "pictures", Key = "film" })["ContentLength"]!);
        var got = Do("GetObject", new { Bucket = "pictures", Key = "film", PartNumber = 2 });
        Assert.Equal(("end", 2), (Text(got), (int)got["PartsCount"]!));
        Assert.Equal((5 << 20) + 3, Account.Account.State.S3.Bytes);
        Assert.Equal("NoSuchUpload", Refused("ListParts", new { Bucket = "pictures", Key = "film", UploadId = upload }));
        Assert.Null(Do("ListMultipartUploads", new { Bucket = "pictures" })["Uploads"]);
        Assert.Equal(2, (int)Do("GetObjectAttributes", new { Bucket = "pictures", Key = "film", ObjectAttributes = new[] { "ObjectParts" } })["ObjectParts"]!["TotalPartsCount"]!);
    }

    [Fact]
    public void A_composite_checksum_is_one_of_the_parts_checksums()
    {
        var upload = Begin(algorithm: "SHA256");
        var part = Part(upload, 1, Base64("x"));
        Assert.Equal("InvalidRequest", Refused("CompleteMultipartUpload", Completed(upload, (1, part))));
        var done = Do("CompleteMultipartUpload", new { Bucket = "pictures", Key = "film", UploadId = upload, MultipartUpload = new { Parts = new[] { new { PartNumber = 1, ETag = (string)part["ETag"]!, ChecksumSHA256 = (string)part["ChecksumSHA256"]! } } } });
        Assert.Equal("COMPOSITE", (string)done["ChecksumType"]!);
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String((string)part["ChecksumSHA256"]!))) + "-1", (string)done["ChecksumSHA256"]!);
    }

    [Fact]
    public void What_is_not_as_S3_wants_it_is_refused()
    {
        var upload = Begin();
        var (one, two) = (Part(upload, 1, Base64("small")), Part(upload, 2, Base64("end")));
        Assert.Equal("EntityTooSmall", Refused("CompleteMultipartUpload", Completed(upload, (1, one), (2, two))));
        Assert.Equal("InvalidPartOrder", Refused("CompleteMultipartUpload", Completed(upload, (2, two), (1, one))));
        Assert.Equal("InvalidPart", Refused("CompleteMultipartUpload", Completed(upload, (3, one))));
        Assert.Equal("InvalidPart", Refused("CompleteMultipartUpload", Completed(upload, (1, two))));
        Assert.Equal("MalformedXML", Refused("CompleteMultipartUpload", Completed(upload)));
        Assert.Equal("InvalidRequest", Refused("CompleteMultipartUpload", new { Bucket = "pictures", Key = "film", UploadId = upload }));
        Assert.Equal("NoSuchUpload", Refused("CompleteMultipartUpload", new { Bucket = "pictures", Key = "other", UploadId = upload, MultipartUpload = new { Parts = new[] { new { PartNumber = 1, ETag = "x" } } } }));
        Assert.Equal("InvalidArgument", Refused("UploadPart", new { Bucket = "pictures", Key = "film", UploadId = upload, PartNumber = 0 }));
        Assert.Equal("InvalidArgument", Refused("UploadPart", new { Bucket = "pictures", Key = "film", UploadId = upload, PartNumber = 10_001 }));
        var error = ErrorOf("UploadPart", new { Bucket = "pictures", Key = "film", UploadId = "x", PartNumber = 1 });
        Assert.Equal(("NoSuchUpload", 404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."), (error.Code, error.HttpStatus, error.Message));
        Assert.Equal("InvalidRequest", Refused("CreateMultipartUpload", new { Bucket = "pictures", Key = "film", ChecksumAlgorithm = "SHA256", ChecksumType = "FULL_OBJECT" }));
    }

    [Fact]
    public void A_part_can_come_from_an_object()
    {
        Put("source", "hello world");
        var upload = Begin();
        var part = Do("UploadPartCopy", new { Bucket = "pictures", Key = "film", UploadId = upload, PartNumber = 1, CopySource = "pictures/source", CopySourceRange = "bytes=6-10" })["CopyPartResult"]!.AsObject();
        Do("CompleteMultipartUpload", Completed(upload, (1, part)));
        Assert.Equal("world", Get("film"));
        var other = Begin();
        Assert.Equal("InvalidArgument", Refused("UploadPartCopy", new { Bucket = "pictures", Key = "film", UploadId = other, PartNumber = 1, CopySource = "pictures/source", CopySourceRange = "bytes=6-99" }));
        Assert.Equal("InvalidArgument", Refused("UploadPartCopy", new { Bucket = "pictures", Key = "film", UploadId = other, PartNumber = 1, CopySource = "pictures/source", CopySourceRange = "6-9" }));
    }

    [Fact]
    public void Uploads_are_listed_page_by_page_until_they_end()
    {
        var uploads = new[] { "a", "a", "b/1", "b/2", "c" }.Select(k => (Key: k, Id: Begin(k))).ToList();
        Part(uploads[0].Id, 1, Base64("x"), "a");
        for (var size = 1; size <= 3; size++)
        {
            List<string> ids = [];
            string key = "", id = "";
            while (true)
            {
                var page = Do("ListMultipartUploads", new { Bucket = "pictures", MaxUploads = size, KeyMarker = key, UploadIdMarker = id });
                ids.AddRange(Keys(page, "Uploads", "UploadId"));
                if (!(bool)page["IsTruncated"]!) break;
                (key, id) = ((string)page["NextKeyMarker"]!, (string)page["NextUploadIdMarker"]!);
            }
            Assert.Equal(uploads.Select(u => u.Id).Order(), ids.Order());
        }
        var rolled = Do("ListMultipartUploads", new { Bucket = "pictures", Delimiter = "/" });
        Assert.Equal(["b/"], Keys(rolled, "CommonPrefixes", "Prefix"));
        foreach (var (key, id) in uploads) Do("AbortMultipartUpload", new { Bucket = "pictures", Key = key, UploadId = id });
        Assert.Equal(0, Account.Account.State.S3.Bytes);
        Assert.Equal("NoSuchUpload", Refused("AbortMultipartUpload", new { Bucket = "pictures", Key = "a", UploadId = uploads[0].Id }));
    }
}
