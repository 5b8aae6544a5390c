namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>ARNs: in conditions and as resources. They are not matched alike.</summary>
public sealed class ArnCases
{
    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    [InlineData("ArnEquals", "arn:aws:sns:eu-west-1:111122223333:topic", "arn:aws:sns:eu-west-1:111122223333:topic", "yes")]
    [InlineData("ArnLike", "arn:aws:sns:eu-west-1:111122223333:topic", "arn:aws:sns:eu-west-1:111122223333:Topic", "no")] // minds case
    [InlineData("ArnEquals", "arn:aws:sns:*:111122223333:t*", "arn:aws:sns:eu-west-1:111122223333:topic", "yes")] // the same as ArnLike
    [InlineData("ArnLike", "arn:aws:sns:*:111122223333:t*", "arn:aws:sns:eu-west-1:111122223333:topic", "yes")]
    [InlineData("ArnLike", "arn:aws:sns:eu-west-?:111122223333:topic", "arn:aws:sns:eu-west-1:111122223333:topic", "yes")]
    [InlineData("ArnLike", "arn:aws:sns:eu-west-?:111122223333:topic", "arn:aws:sns:eu-west-12:111122223333:topic", "no")]
    [InlineData("ArnLike", "arn:aws:someservice:*:111122223333:finance/*", "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", "no")]
    [InlineData("ArnLike", "arn:aws:sns:*:topic", "arn:aws:sns:eu-west-1:111122223333:topic", "no")] // a star stays in its part
    [InlineData("ArnLike", "arn:aws:sns*:111122223333:topic", "arn:aws:sns:eu-west-1:111122223333:topic", "no")]
    [InlineData("ArnLike", "arn:aws:sns:*:*:topic", "arn:aws:sns:::topic", "yes")] // a star may stand for nothing
    [InlineData("ArnLike", "arn:aws:sns:*:*:*", "arn:aws:sns:eu-west-1:111122223333:topic:sub-1", "yes")] // colons of the last part are its own
    [InlineData("ArnLike", "arn:aws:iam::111122223333:role/team/*", "arn:aws:iam::111122223333:role/team/a/b", "yes")]
    [InlineData("ArnLike", "arn:*:iam::111122223333:role/x", "arn:aws-cn:iam::111122223333:role/x", "yes")]
    [InlineData("ArnLike", "*", "arn:aws:sns:eu-west-1:111122223333:topic", "yes")]
    [InlineData("ArnLike", "arn:aws:s3:::b", "b", "no")]
    [InlineData("ArnLike", "arn:aws:s3:::b", "-", "no")]
    [InlineData("ArnEqualsIfExists", "arn:aws:s3:::b", "-", "yes")]
    [InlineData("ArnLikeIfExists", "arn:aws:s3:::b", "arn:aws:s3:::c", "no")]
    [InlineData("ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::c", "yes")]
    [InlineData("ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::b", "no")]
    [InlineData("ArnNotEquals", "arn:aws:s3:::*", "arn:aws:s3:::b", "no")]
    [InlineData("ArnNotLike", "arn:aws:sns:*:*:topic", "arn:aws:sqs:eu-west-1:111122223333:topic", "yes")]
    [InlineData("ArnNotLike", "arn:aws:sns:*:*:topic", "arn:aws:sns:eu-west-1:111122223333:topic", "no")]
    [InlineData("ArnNotLike", "arn:aws:sns:*:*:topic", "-", "yes")]
    [InlineData("ArnNotLike", "arn:aws:sns:*:*:topic", "no arn", "yes")]
    [InlineData("ArnNotLike", "role/x", "arn:aws:iam::111122223333:role/x", "unknown")] // the policy's value is none
    public void In_a_condition(string op, string pattern, string seen, string expected) =>
        Assert.Equal(expected, Ask.Condition(op, $"\"{pattern}\"", seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    [InlineData("*", "arn:aws:s3:::b/k", "yes")]
    [InlineData("*", "*", "yes")]
    [InlineData("arn:aws:s3:::b", "arn:aws:s3:::b", "yes")]
    [InlineData("arn:aws:s3:::b", "arn:aws:s3:::B", "no")]
    [InlineData("arn:aws:s3:::b", "arn:aws:s3:::b/k", "no")] // a bucket is not its objects
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::b", "no")] // nor the other way
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::b/", "yes")]
    [InlineData("arn:aws:s3:::b*", "arn:aws:s3:::b-2/k", "yes")]
    [InlineData("arn:aws:s3:::b?", "arn:aws:s3:::b1", "yes")]
    [InlineData("arn:aws:s3:::b?", "arn:aws:s3:::b", "no")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/object.jpg", "yes")] // these eleven are the page's own
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/object.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/object.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/3/test/4/object.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1///test///object.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b//test/object.jpg", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/", "yes")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1-test/object.jpg", "no")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/test/object.jpg", "no")]
    [InlineData("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test.jpg", "no")]
    [InlineData("arn:aws:iam::111122223333:user/accounting/*", "arn:aws:iam::111122223333:user/accounting/sub/ana", "yes")]
    [InlineData("arn:aws:iam::111122223333:user/Bob", "arn:aws:iam::111122223333:user/bob", "no")]
    [InlineData("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:q", "yes")]
    [InlineData("arn:aws:sqs:eu-*:111122223333:q", "arn:aws:sqs:us-east-1:111122223333:q", "no")]
    [InlineData("arn:aws:sqs:*-1:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:q", "yes")]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:/app:*", "arn:aws:logs:eu-west-1:111122223333:log-group:/app:log-stream:x", "yes")]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:/app", "arn:aws:logs:eu-west-1:111122223333:log-group:/app:log-stream:x", "no")]
    [InlineData("arn:aws-cn:s3:::b", "arn:aws:s3:::b", "no")]
    [InlineData("arn:aws:s3:::*", "*", "no")] // a named resource is asked for, and none is named
    [InlineData("[\"arn:aws:s3:::a\", \"arn:aws:s3:::b\"]", "arn:aws:s3:::b", "yes")]
    [InlineData("[]", "arn:aws:s3:::b", "no")]
    public void As_a_resource(string pattern, string resource, string expected) => Assert.Equal(expected, Ask.Resource("Resource", pattern, resource));

    [Theory] // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries": the same page
    [InlineData("arn:aws:s3:*", "arn:aws:s3:::b/k", "yes")]
    [InlineData("arn:aws:s3:*", "arn:aws:sqs:eu-west-1:111122223333:q", "no")]
    [InlineData("arn:aws:s3:::b*", "arn:aws:s3:::b:c", "yes")]
    [InlineData("arn:aws:dynamodb:*:table/prod-*", "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-a", "yes")]
    [InlineData("arn:aws:dynamodb:*:table/prod-*", "arn:aws:dynamodb:eu-west-1:111122223333:table/dev-a", "no")]
    [InlineData("arn:aws:sns:*:*:b", "arn:aws:sns:eu-west-1:111122223333:a:b", "yes")]
    [InlineData("arn:aws:sns:*1:*3:b", "arn:aws:sns:eu-west-1:111122223333:a:b", "no")] // not at the end of its part, it stays there
    [InlineData("arn:aws:sns:????????????????????????:b", "arn:aws:sns:eu-west-1:111122223333:b", "unknown")] // a question mark is one character of its part
    [InlineData("arn:aws:sns:eu*:111122223333:b", "arn:aws:sns:eu-west-1:x:111122223333:b", "yes")]
    [InlineData("arn:aws:sns:eu*:111122223333:b", "arn:aws:sns:us-west-1:x:111122223333:b", "no")]
    [InlineData("arn:aws:sns:*:111122223333:${x:key}", "arn:aws:sns:eu-west-1:y:111122223333:a:b", "yes")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333", "arn:aws:sns:eu-west-1:111122223333:b", "unknown")] // five parts and no star: no ARN
    [InlineData("b/k", "arn:aws:s3:::b/k", "unknown")]
    [InlineData("", "arn:aws:s3:::b/k", "unknown")]
    public void A_star_at_the_end_of_a_part(string pattern, string resource, string expected) =>
        Assert.Equal(expected, Ask.Resource("Resource", pattern, resource, more: ("x:key", ["a:b"])));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
    [InlineData("arn:aws:s3:::payroll/*", "arn:aws:s3:::reports/a", "yes")]
    [InlineData("arn:aws:s3:::payroll/*", "arn:aws:s3:::payroll/a", "no")]
    [InlineData("arn:aws:s3:::payroll/*", "arn:aws:s3:::payroll", "yes")]
    [InlineData("[\"arn:aws:s3:::payroll\", \"arn:aws:s3:::payroll/*\"]", "arn:aws:s3:::payroll", "no")]
    [InlineData("arn:aws:s3:::payroll/*", "*", "yes")]
    [InlineData("*", "arn:aws:s3:::payroll/a", "no")]
    [InlineData("arn:aws:s3:*", "arn:aws:s3:::payroll/a", "no")]
    [InlineData("arn:aws:s3:*", "arn:aws:sqs:eu-west-1:111122223333:q", "yes")]
    public void As_what_is_left_out(string pattern, string resource, string expected) => Assert.Equal(expected, Ask.Resource("NotResource", pattern, resource));

    [Theory] // s3:ListAllMyBuckets names no bucket and is allowed on all: AllowS3ListRead on reference_policies_evaluation-logic_policy-eval-basics
    [InlineData("arn:aws:s3:::*", "s3:ListAllMyBuckets", "yes")]
    [InlineData("*", "s3:listallmybuckets", "yes")]
    [InlineData("arn:aws:s3:::b", "s3:ListAllMyBuckets", "no")]
    [InlineData("arn:aws:s3:::*", "ec2:DescribeInstances", "no")]
    public void All_buckets(string pattern, string action, string expected) =>
        Assert.Equal(expected, Ask.Statement($$"""  "Action": "*", "Resource": "{{pattern}}"  """, IamTest.Request(action, "*")));
}
