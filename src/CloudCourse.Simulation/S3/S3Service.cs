using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Buckets;
using CloudCourse.Simulation.S3.Lifecycle;
using CloudCourse.Simulation.S3.Notifications;
using CloudCourse.Simulation.S3.Objects;

namespace CloudCourse.Simulation.S3;

/// <summary>Amazon S3: buckets of objects.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html"/>
public sealed class S3Service : SimulatedService
{
    public override string Name => "s3";

    public override IReadOnlyList<Operation> Operations { get; } =
    [.. new IReadOnlyList<Operation>[]
    {
        BucketOperations.All, PolicyOperations.All, SettingOperations.All, LifecycleOperations.All, NotificationOperations.All,
        WriteOperations.All, ReadOperations.All, CopyOperation.All, DeleteOperations.All, TagOperations.All, ListOperations.All, AclOperations.All,
        MultipartOperations.All, MultipartLists.All,
    }.SelectMany(o => o).Select(S3Bill.Counted)];

    /// <summary>S3 writes the resource in quotation marks.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html"/>
    public override string Denied(string sentence)
    {
        const string On = " on resource: ";
        var start = sentence.IndexOf(On, StringComparison.Ordinal) + On.Length;
        var end = Math.Max(sentence.LastIndexOf(" because ", StringComparison.Ordinal), sentence.LastIndexOf(" with an explicit deny ", StringComparison.Ordinal));
        return start > On.Length && end > start ? $"{sentence[..start]}\"{sentence[start..end]}\"{sentence[end..]}" : sentence;
    }

    internal override AwsError Worded(string operation, AwsError error) =>
        operation is "HeadObject" or "HeadBucket" || (operation is "GetObject" && error.HttpStatus == 304) ? S3Errors.WithoutBody(error) : error;

    internal override AwsException Unreadable(string member, JsonValue value) =>
        S3Errors.Argument(value.At, $"Provided {member} not an integer or within integer range", NumberAdvice(member));

    public override IReadOnlySet<string> NotTaken(string operation) => OfAll;

    private static readonly HashSet<string> OfAll =
    [
        "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5",
        "ObjectLockEnabledForBucket", "ObjectLockEventHold", "ObjectLockEventHoldDurationDays", "ObjectLockEventHoldDurationYears",
        "WriteOffsetBytes", "MFA", "BucketNamespace", "AnnotationDirective",
        "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP",
        "ChecksumSHA512", "ChecksumMD5", "ChecksumXXHASH64", "ChecksumXXHASH3", "ChecksumXXHASH128",
    ];
}
