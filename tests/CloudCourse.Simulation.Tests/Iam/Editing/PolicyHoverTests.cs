using CloudCourse.Simulation.Iam.Editing;

namespace CloudCourse.Simulation.Tests.Iam.Editing;

public sealed class PolicyHoverTests
{
    [Theory]
    // Actions
    [InlineData(""" "Action": "s3:‸GetObject" """, "\"s3:GetObject\"", "Amazon S3", "Read", "object: `arn:aws:s3:::BucketName/ObjectName`", "s3:ExistingObjectTag/${TagKey}")]
    [InlineData(""" "Action": ‸"s3:getobject" """, "\"s3:getobject\"", "s3:GetObject")]
    [InlineData(""" "Action": "s3:ListAllMyBuckets‸" """, "\"s3:ListAllMyBuckets\"", "List", "names no resource")]
    [InlineData(""" "Action": "ecs:Run‸Task" """, "\"ecs:RunTask\"", "Write", "task-definition (required)")]
    [InlineData(""" "Action": "s3:GetBucket‸*" """, "\"s3:GetBucket*\"", "Amazon S3", "fits **", "Read")]
    [InlineData(""" "Action": "‸*" """, "\"*\"", "every action")]
    // Resources: what they are, and which actions work on them
    [InlineData(""" "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::reports‸" """, "\"arn:aws:s3:::reports\"", "**bucket** of Amazon S3", "`s3:ListBucket` works on it", "`s3:GetObject` does not")]
    [InlineData(""" "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/‸*" """, "\"arn:aws:s3:::reports/*\"", "**object** of Amazon S3", "All actions")]
    [InlineData(""" "Action": "s3:GetObject", "Resource": "arn:aws:s3:::rep‸orts" """, "\"arn:aws:s3:::reports\"", "No action of this statement works on it")]
    [InlineData(""" "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:‸q" """, "\"arn:aws:sqs:eu-west-1:*:q\"", "**queue** of Amazon SQS", "Region `eu-west-1`", "account any")]
    [InlineData(""" "Action": "s3:ListAllMyBuckets", "Resource": "‸*" """, "\"*\"", "every resource", "`s3:ListAllMyBuckets` names no resource")]
    // Elements
    [InlineData(""" "Eff‸ect": "Deny" """, "\"Effect\"", "stops them whatever else allows them")]
    [InlineData(""" "Effect": "De‸ny" """, "\"Deny\"", "whatever allows it")]
    [InlineData(""" "Not‸Action": "s3:*" """, "\"NotAction\"", "services yet to come")]
    // Principals
    [InlineData(""" "Principal": {"‸AWS": "*"} """, "\"AWS\"", "Accounts, users, roles")]
    [InlineData(""" "Principal": {"AWS": "arn:aws:iam::111122223333:‸root"} """, "\"arn:aws:iam::111122223333:root\"", "not only its root user")]
    [InlineData(""" "Principal": {"AWS": "1111222‸23333"} """, "\"111122223333\"", "The account")]
    [InlineData(""" "Principal": {"Service": "lambda‸.amazonaws.com"} """, "\"lambda.amazonaws.com\"", "aws:SourceArn")]
    [InlineData(""" "Principal": "‸*" """, "\"*\"", "everybody")]
    // Conditions
    [InlineData(""" "Condition": {"String‸Equals": {"aws:username": "a"}} """, "\"StringEquals\"", "A request without the key does not fit")]
    [InlineData(""" "Condition": {"StringNot‸Equals": {"aws:username": "a"}} """, "\"StringNotEquals\"", "A request without the key fits")]
    [InlineData(""" "Condition": {"Bool‸IfExists": {"aws:SecureTransport": "true"}} """, "\"BoolIfExists\"", "`IfExists`")]
    [InlineData(""" "Condition": {"ForAllValues:String‸Like": {"aws:TagKeys": "a"}} """, "\"ForAllValues:StringLike\"", "every value of the request", "without the key fits too")]
    [InlineData(""" "Condition": {"Nu‸ll": {"aws:username": "true"}} """, "\"Null\"", "about the key itself")]
    [InlineData(""" "Condition": {"Bool": {"aws:Secure‸Transport": "true"}} """, "\"aws:SecureTransport\"", "true or false", "global", "over TLS")]
    [InlineData(""" "Condition": {"StringEquals": {"aws:PrincipalTag/te‸am": "a"}} """, "\"aws:PrincipalTag/team\"", "A tag of the user or role")]
    [InlineData(""" "Condition": {"ForAnyValue:StringEquals": {"aws:Tag‸Keys": "a"}} """, "\"aws:TagKeys\"", "several texts", "ForAnyValue")]
    [InlineData(""" "Action": ["s3:ListBucket", "s3:GetObject"], "Condition": {"StringLike": {"s3:pre‸fix": "a"}} """, "\"s3:prefix\"", "`s3:ListBucket` can have it")]
    [InlineData(""" "Action": "s3:GetObject", "Condition": {"StringLike": {"s3:pre‸fix": "a"}} """, "\"s3:prefix\"", "No request for an action of this statement has it")]
    [InlineData(""" "Condition": {"StringLike": {"s3:prefix": "${aws:user‸name}/*"}} """, "\"${aws:username}/*\"", "filled in for each request", "Sessions of roles do not have it")]
    [InlineData(""" "Condition": {"StringLike": {"s3:prefix": "ho‸me/*"}} """, "\"home/*\"", "fits a pattern")]
    public void Tells(string elements, string about, params string[] words)
    {
        var (text, offset) = Marked.Cursor(Marked.Statement(elements));
        var hover = PolicyHover.At(text, offset);
        Assert.NotNull(hover);
        Assert.Equal(about, text[hover.Start..hover.End]);
        Assert.All(words, word => Assert.Contains(word, hover.Markdown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("‸")]
    [InlineData("{‸}")]
    [InlineData("""{"Statement": [{"Action": "s3:NoSuch‸Thing"}]}""")]
    [InlineData("""{"Statement": [{"Resource": "not an ‸arn"}]}""")]
    [InlineData("""{"Statement": [{"Condition": {"NoSuch‸Operator": {}}}]}""")]
    [InlineData("""{"Statement": [{"Condition": {"StringEquals": {"s3:no‸such": "a"}}}]}""")]
    [InlineData("""{"Statement": [{"Sid": "A‸"}]}""")]
    [InlineData("""{"Statement": ‸[{"Sid": "A"}]}""")]
    [InlineData("""{"Unk‸nown": 1}""")]
    public void Has_nothing_to_say(string marked)
    {
        var (text, offset) = Marked.Cursor(marked);
        Assert.Null(PolicyHover.At(text, offset));
    }
}
