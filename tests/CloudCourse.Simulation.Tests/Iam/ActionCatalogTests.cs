using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Tests.Iam;

public sealed class ActionCatalogTests
{
    private static ActionCatalog Catalog => ActionCatalog.Current;

    [Fact]
    public void The_whole_reference_is_there()
    {
        var services = Catalog.Prefixes.Select(p => Catalog.Service(p)!).ToList();
        Assert.Equal(456, services.Count);
        Assert.Equal(22_091, services.Sum(s => s.Actions.Count));
        Assert.Equal(2_334, services.Sum(s => s.ResourceTypes.Count));
        Assert.Equal(2_578, services.Sum(s => s.Keys.Count));
        Assert.Equal("2026-09-26", Catalog.AsOf);
        Assert.Contains("MIT", Catalog.Licence, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_small_enough_to_ship()
    {
        using var stream = typeof(ActionCatalog).Assembly.GetManifestResourceStream("CloudCourse.Simulation.Iam.Catalog.iam-catalog.tsv");
        Assert.InRange(stream!.Length, 1, 3 * 1024 * 1024);
    }

    [Theory]
    [InlineData("s3:GetObject", AccessLevel.Read, "accesspointobject|object")]
    [InlineData("S3:listbucket", AccessLevel.List, "accesspoint|bucket")]
    [InlineData("iam:PassRole", AccessLevel.Write, "role")]
    [InlineData("iam:PutRolePolicy", AccessLevel.PermissionsManagement, "role")]
    [InlineData("sqs:TagQueue", AccessLevel.Tagging, "queue")]
    [InlineData("s3:ListAllMyBuckets", AccessLevel.List, "")]
    public void An_action_has_its_level_and_resource_types(string name, AccessLevel level, string types)
    {
        var action = Catalog.Action(name)!;
        Assert.Equal(level, action.Level);
        Assert.Equal(types, string.Join('|', action.Targets.Select(t => t.Type.Name).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("s3:prefix", "String")]
    [InlineData("aws:TagKeys", "ArrayOfString")]
    [InlineData("AWS:sourceip", "IPAddress")]
    [InlineData("aws:ResourceTag/team", "String")]
    [InlineData("aws:ResourceTag/", null)]
    [InlineData("s3:ExistingObjectTag/class", "String")]
    [InlineData("saml:aud", "String")] // a key of sts, though no service is called saml
    [InlineData("accounts.google.com:sub", "String")]
    [InlineData("s3:nothing", null)]
    [InlineData("aws:nothing", null)]
    [InlineData("nothing", null)]
    public void A_key_has_its_type(string name, string? type) => Assert.Equal(type, Catalog.Key(name)?.Type);

    [Theory]
    [InlineData("s3:GetObject", "s3:prefix", false)]
    [InlineData("s3:ListBucket", "s3:prefix", true)]
    [InlineData("ec2:StartInstances", "ec2:ResourceTag/team", true)]
    public void An_action_knows_its_keys(string action, string key, bool has) => Assert.Equal(has, Catalog.Action(action)!.Has(Catalog.Key(key)!));

    [Theory]
    [InlineData("s3", "Get*", true)]
    [InlineData("s3", "Gte*", false)]
    [InlineData("s3", "GetObject", true)]
    [InlineData("nothing", "*", null)]
    public void A_pattern_fits_an_action_or_not(string prefix, string name, bool? fits) => Assert.Equal(fits, Catalog.HasAction(prefix, name));

    [Fact]
    public void ARNs_of_a_service_are_found_by_their_third_part() =>
        Assert.Contains(Catalog.TypesOfArn("s3"), t => t is { Name: "bucket", Arn: "arn:${Partition}:s3:::${BucketName}" });

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        LookUp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        LookUp();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void LookUp()
        {
            _ = Catalog.Action("s3:GetObject");
            _ = Catalog.Action("ec2:nothing");
            _ = Catalog.Key("aws:ResourceTag/team");
            _ = Catalog.Key("s3:prefix");
            _ = Catalog.TypesOfArn("s3");
        }
    }
}
