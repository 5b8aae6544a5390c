using System.Text.RegularExpressions;
using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam.Editing;

public sealed class PolicyCompletionTests
{
    /// <summary>Of an identity policy's statement: what is written, what must be offered, what must not.</summary>
    [Theory]
    // Elements that are not there yet
    [InlineData("""‸""", "Sid Effect Action Resource Condition NotAction NotResource", "Principal NotPrincipal Version")]
    [InlineData(""" "Effect": "Allow", "‸" """, "Action Resource Condition Sid", "Effect Principal")]
    [InlineData(""" "Effect": "Allow", "Ac‸": "s3:*" """, "Action", "Effect")]
    [InlineData(""" "NotAction": "s3:*", ‸""", "Effect Resource", "Action NotAction")]
    // Effect
    [InlineData(""" "Effect": "‸" """, "Allow Deny", "Sid")]
    [InlineData(""" "Effect": ‸, "Action": "s3:*" """, "Allow Deny", "Sid")]
    [InlineData(""" "Effect": "A‸ """, "Allow Deny", "Sid")]
    // Actions: services first, then theirs
    [InlineData(""" "Action": "‸" """, "s3: ec2: iam: lambda: *", "s3:GetObject Allow")]
    [InlineData(""" "Action": ["s3:GetObject", "‸"] """, "s3: dynamodb:", "s3:GetObject")]
    [InlineData(""" "Action": "s3:Ge‸" """, "s3:GetObject s3:GetBucketPolicy s3:Get*", "s3:PutObject ec2:")]
    [InlineData(""" "Action": ["s3:Ge‸ """, "s3:GetObject", "ec2:")]
    [InlineData(""" "Action": "S3:getobj‸" """, "s3:GetObject", "s3:PutBucketPolicy")]
    [InlineData(""" "Action": "GetObj‸" """, "s3:GetObject", "s3:PutObject")]
    [InlineData(""" "Action": "passr‸" """, "iam:PassRole", "s3:")]
    [InlineData(""" "Action": ["s3:GetObject", "s3:Get‸"] """, "s3:GetObjectAcl", "s3:GetObject")]
    [InlineData(""" "NotAction": "sts:‸" """, "sts:GetCallerIdentity sts:*", "s3:GetObject")]
    [InlineData(""" "Action": "nothing:‸" """, "", "s3:")]
    // ARNs of what the actions work on
    [InlineData(""" "Action": "s3:GetObject", "Resource": "‸" """, "arn:aws:s3:::BucketName/ObjectName arn:aws:s3:::BucketName/* *", "arn:aws:s3:::BucketName")]
    [InlineData(""" "Resource": "‸", "Action": "s3:ListBucket" """, "arn:aws:s3:::BucketName *", "arn:aws:s3:::BucketName/ObjectName")]
    [InlineData(""" "Resource": ["‸, "Action": "sqs:SendMessage" """, "*", "Effect")]
    [InlineData(""" "Resource": ["‸⏎ "Action": "sqs:SendMessage" """, "arn:aws:sqs:Region:Account:QueueName *", "Effect")]
    [InlineData(""" "Resource": "arn:aws:sqs:‸" """, "arn:aws:sqs:Region:Account:QueueName *", "arn:aws:s3:::BucketName")]
    // Policy variables
    [InlineData(""" "Resource": "arn:aws:iam::111122223333:user/${‸" """, "aws:username aws:PrincipalTag/TagKey *", "arn:aws:s3:::BucketName")]
    [InlineData(""" "Resource": "arn:aws:iam::111122223333:user/${aws:us‸}" """, "aws:username", "s3:")]
    [InlineData(""" "Action": "${‸" """, "", "aws:username")]
    // Operators
    [InlineData(""" "Action": "s3:ListBucket", "Condition": {"‸"} """, "StringEquals StringLike Bool ArnLike IpAddress Null ForAnyValue:StringEquals StringEqualsIfExists", "NullIfExists")]
    [InlineData(""" "Condition": {"StringEquals": {"aws:username": "a"}, "‸"} """, "StringLike", "StringEquals")]
    [InlineData(""" "Condition": {"‸": {"aws:SourceIp": "203.0.113.0/24"}} """, "IpAddress NotIpAddress Null IpAddressIfExists", "StringEquals Bool ForAnyValue:IpAddress")]
    [InlineData(""" "Condition": {"‸": {"aws:TagKeys": ["team"]}} """, "ForAnyValue:StringEquals ForAllValues:StringLike Null", "StringEquals")]
    // Keys that the operator compares
    [InlineData(""" "Action": "s3:ListBucket", "Condition": {"StringEquals": {"‸"}} """, "s3:prefix s3:delimiter aws:username aws:PrincipalOrgID", "aws:SourceIp aws:TagKeys aws:SecureTransport")]
    [InlineData(""" "Condition": {"Bool": {"‸"}} """, "aws:SecureTransport aws:MultiFactorAuthPresent aws:ViaAWSService", "aws:username s3:prefix")]
    [InlineData(""" "Condition": {"IpAddress": {‸}} """, "aws:SourceIp aws:VpcSourceIp", "aws:username")]
    [InlineData(""" "Condition": {"ForAllValues:StringEquals": {"‸"}} """, "aws:TagKeys aws:CalledVia", "aws:username")]
    [InlineData(""" "Condition": {"NumericLessThan": {"‸"}} """, "aws:MultiFactorAuthAge", "aws:username")]
    [InlineData(""" "Condition": {"ArnLike": {"‸"}} """, "aws:PrincipalArn aws:SourceArn", "aws:username")]
    [InlineData(""" "Condition": {"Null": {"‸"}} """, "aws:PrincipalArn aws:username aws:TagKeys aws:PrincipalTag/TagKey", "")]
    [InlineData(""" "Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:ExistingObjectTag/team": "a", "‸"}} """, "s3:ExistingObjectTag/TagKey s3:prefix", "aws:SourceIp")]
    // Values
    [InlineData(""" "Condition": {"Bool": {"aws:SecureTransport": "‸"}} """, "true false", "Allow")]
    [InlineData(""" "Condition": {"Null": {"aws:username": "‸"}} """, "true false", "Allow")]
    [InlineData(""" "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "‸"]}} """, "eu-central-1 us-east-1", "Allow")]
    [InlineData(""" "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "‸"}} """, "aws:kms AES256", "true")]
    [InlineData(""" "Condition": {"StringEquals": {"iam:PassedToService": "‸"}} """, "ec2.amazonaws.com lambda.amazonaws.com", "true")]
    [InlineData(""" "Condition": {"StringLike": {"s3:prefix": "home/${‸"}} """, "aws:username", "true")]
    [InlineData(""" "Condition": {"DateLessThan": {"aws:CurrentTime": "‸"}} """, "2027-01-01T00:00:00Z", "true")]
    public void In_a_statement(string elements, string offered, string notOffered)
    {
        var labels = Labels(Marked.Statement(elements), PolicyType.Identity);
        Assert.All(Words(offered), word => Assert.Contains(word, labels));
        Assert.All(Words(notOffered), word => Assert.DoesNotContain(word, labels));
    }

    [Theory]
    [InlineData(PolicyType.Resource, """ ‸ """, "Principal Resource NotPrincipal", "Version")]
    [InlineData(PolicyType.Trust, """ ‸ """, "Principal Action Condition", "Resource NotPrincipal NotResource")]
    [InlineData(PolicyType.ServiceControl, """ ‸ """, "Action NotAction Resource", "Principal")]
    [InlineData(PolicyType.ResourceControl, """ ‸ """, "Principal Action", "NotAction NotPrincipal")]
    [InlineData(PolicyType.Trust, """ "Action": "‸" """, "sts:AssumeRole sts:AssumeRoleWithWebIdentity sts:TagSession", "s3: sts:GetCallerIdentity")]
    [InlineData(PolicyType.ResourceControl, """ "Action": "‸" """, "s3: sqs: kms:", "ec2: lambda:")]
    [InlineData(PolicyType.Resource, """ "Principal": {"‸"} """, "AWS Service CanonicalUser", "Federated")]
    [InlineData(PolicyType.Trust, """ "Principal": {"AWS": "111122223333", "‸"} """, "Service Federated", "AWS CanonicalUser")]
    [InlineData(PolicyType.Resource, """ "Principal": {"AWS": "‸"} """, "arn:aws:iam::Account:root arn:aws:iam::Account:role/RoleName *", "ec2.amazonaws.com")]
    [InlineData(PolicyType.Trust, """ "Principal": {"Service": ["‸"]} """, "ec2.amazonaws.com lambda.amazonaws.com ecs-tasks.amazonaws.com", "*")]
    [InlineData(PolicyType.Resource, """ "Principal": ‸, "Effect": "Allow" """, "* { AWS }", "Effect")]
    [InlineData(PolicyType.Trust, """ "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Condition": {"StringEquals": {"‸"}} """, "token.actions.githubusercontent.com:sub token.actions.githubusercontent.com:aud", "saml:aud")]
    public void In_a_statement_of_another_type(PolicyType kind, string elements, string offered, string notOffered)
    {
        var labels = Labels(Marked.Statement(elements), kind);
        Assert.All(Words(offered, kind), word => Assert.Contains(word, labels));
        Assert.All(Words(notOffered), word => Assert.DoesNotContain(word, labels));
    }

    [Theory]
    [InlineData("‸", "{ policy }")]
    [InlineData("  \n‸", "{ policy }")]
    [InlineData("{‸", "Version Statement")]
    [InlineData("{\"‸\"", "Version Statement")]
    [InlineData("""{"Version": "‸"}""", "2012-10-17 2008-10-17")]
    [InlineData("""{"Version": "2012-10-17", ‸}""", "Statement")]
    [InlineData("""{"Version": "2012-10-17", "Statement": ‸}""", "[ statement ]")]
    [InlineData("""{"Version": "2012-10-17", "Statement": [‸]}""", "{ statement }")]
    [InlineData("""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}, ‸""", "{ statement }")]
    [InlineData("""{"Statement": {‸""", "Sid Effect Action NotAction Resource NotResource Condition")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Act‸""", "Sid Action NotAction Resource NotResource Condition")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Action": [‸""", "s3: ec2:")]
    [InlineData("[‸]", "")]
    [InlineData("{}‸", "")]
    [InlineData("""{"Statement": [{"Sid": "‸"}]}""", "")]
    public void In_a_document_that_is_being_written(string text, string offered)
    {
        var labels = Labels(text, PolicyType.Identity);
        if (offered.StartsWith('{') || offered.StartsWith('[') || offered.Length == 0) Assert.Equal(offered.Length == 0 ? [] : [offered], labels);
        else Assert.All(Words(offered), word => Assert.Contains(word, labels));
    }

    /// <summary>What the text becomes by the choice; fields of a snippet are shown as their words.</summary>
    [Theory]
    [InlineData(""" "Action": "s3:GetOb‸" """, "s3:GetObject", """ "Action": "s3:GetObject" """)]
    [InlineData(""" "Action": "s3:GetOb‸ """, "s3:GetObject", """ "Action": "s3:GetObject" """)]
    [InlineData(""" "Action": "s‸" """, "s3:", """ "Action": "s3:" """)]
    [InlineData(""" "Action": ["s3:GetObject" ‸] """, "s3:", """ "Action": ["s3:GetObject", "s3:"] """)]
    [InlineData(""" "Action": [‸ "s3:GetObject"] """, "s3:", """ "Action": ["s3:", "s3:GetObject"] """)]
    [InlineData(""" "Action": s3‸ """, "s3:", """ "Action": "s3:" """)]
    [InlineData(""" "Effect": "‸" """, "Deny", """ "Effect": "Deny" """)]
    [InlineData(""" "Ef‸" """, "Effect", """ "Effect": "" """)]
    [InlineData(""" "Ef‸": "Deny" """, "Effect", """ "Effect": "Deny" """)]
    [InlineData(""" "Effect": "Deny" "‸" """, "Sid", """ "Effect": "Deny", "Sid": "" """)]
    [InlineData(""" ‸"Effect": "Deny" """, "Sid", """ "Sid": "","Effect": "Deny" """)]
    [InlineData(""" "Action": "s3:GetObject", "Resource": "‸" """, "arn:aws:s3:::BucketName/ObjectName", """ "Action": "s3:GetObject", "Resource": "arn:aws:s3:::BucketName/ObjectName" """)]
    [InlineData(""" "Resource": "arn:aws:iam::1:user/${aws:us‸" """, "aws:username", """ "Resource": "arn:aws:iam::1:user/${aws:username}" """)]
    [InlineData(""" "Resource": "arn:aws:iam::1:user/${aws:us‸er}/x" """, "aws:username", """ "Resource": "arn:aws:iam::1:user/${aws:username}/x" """)]
    [InlineData(""" "Condition": {"Bool": {"aws:Se‸"}} """, "aws:SecureTransport", """ "Condition": {"Bool": {"aws:SecureTransport": ""}} """)]
    [InlineData(""" "Condition": {"StringEquals": {"aws:Pr‸"}} """, "aws:PrincipalTag/TagKey", """ "Condition": {"StringEquals": {"aws:PrincipalTag/TagKey": ""}} """)]
    public void A_choice_goes_into_its_place(string elements, string label, string becomes)
    {
        var (text, offset) = Marked.Cursor(Marked.Statement(elements));
        var list = PolicyCompletion.At(text, offset);
        var item = Assert.Single(list.Items, i => i.Label == label);
        var insert = item.IsSnippet ? Filled(item.Insert) : item.Insert;
        var after = text[..list.Start] + insert + text[list.End..];
        if (list.CommaAt is { } comma) after = after.Insert(comma, ",");
        Assert.Equal(Spaceless(Marked.Statement(becomes)), Spaceless(after));
    }

    [Theory]
    [InlineData("s3:GetObject", "Read")]
    [InlineData("s3:PutBucketPolicy", "Permissions management")]
    [InlineData("s3:ListBucket", "List")]
    [InlineData("s3:PutObjectTagging", "Tagging")]
    [InlineData("s3:DeleteObject", "Write")]
    public void An_action_says_its_access_level(string action, string level)
    {
        var (text, offset) = Marked.Cursor(Marked.Statement($"\"Action\": \"{action}‸\""));
        Assert.Equal(level, PolicyCompletion.At(text, offset).Items[0].Detail);
    }

    [Fact]
    public void A_long_list_says_that_it_is_not_all()
    {
        var (text, offset) = Marked.Cursor(Marked.Statement("\"Action\": \"ec2:‸\""));
        var list = PolicyCompletion.At(text, offset);
        Assert.True(list.IsIncomplete);
        Assert.InRange(list.Items.Count, 100, 250);
    }

    [Fact]
    public void The_plainest_resource_comes_first()
    {
        var (text, offset) = Marked.Cursor(Marked.Statement(""" "Action": "s3:GetObject", "Resource": "‸" """));
        Assert.Equal(["arn:aws:s3:::BucketName/ObjectName", "arn:aws:s3:::BucketName/*"], PolicyCompletion.At(text, offset).Items.Take(2).Select(i => i.Label));
    }

    [Fact]
    public void An_action_that_names_no_resource_is_told_where_its_resource_is_chosen()
    {
        var (text, offset) = Marked.Cursor(Marked.Statement(""" "Action": "s3:ListAllMyBuckets", "Resource": "‸" """));
        var only = Assert.Single(PolicyCompletion.At(text, offset).Items);
        Assert.Equal(("*", "these actions name no resource"), (only.Label, only.Detail));
    }

    private static List<string> Labels(string marked, PolicyType kind)
    {
        var (text, offset) = Marked.Cursor(marked);
        return [.. PolicyCompletion.At(text, offset, kind).Items.Select(i => i.Label)];
    }

    /// <summary>"{ AWS }" is one word.</summary>
    private static string[] Words(string words, PolicyType kind = PolicyType.Identity) =>
        kind is PolicyType.Resource && words.Contains('{', StringComparison.Ordinal) ? ["*", "{ AWS }"] : words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Filled(string snippet) => Regex.Replace(Regex.Replace(snippet, @"\$\{\d+:((?:[^}\\]|\\.)*)\}", "$1"), @"\$\d", "").Replace("\\$", "$", StringComparison.Ordinal).Replace("\\}", "}", StringComparison.Ordinal);

    private static string Spaceless(string text) => Regex.Replace(text, @"\s", "");
}
