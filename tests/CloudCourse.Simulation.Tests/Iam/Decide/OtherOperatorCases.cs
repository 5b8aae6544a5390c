namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Bool, BinaryEquals, IpAddress and Null.</summary>
public sealed class OtherOperatorCases
{
    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
    [InlineData("Bool", "\"true\"", "true", "yes")]
    [InlineData("Bool", "\"true\"", "false", "no")]
    [InlineData("Bool", "\"false\"", "false", "yes")]
    [InlineData("Bool", "false", "false", "yes")] // without quotes too
    [InlineData("Bool", "\"True\"", "tRUE", "yes")]
    [InlineData("Bool", "[\"true\", \"false\"]", "false", "yes")]
    [InlineData("Bool", "\"true\"", "-", "no")]
    [InlineData("Bool", "\"false\"", "-", "no")] // a missing key is not false
    [InlineData("BoolIfExists", "\"false\"", "-", "yes")]
    [InlineData("BoolIfExists", "\"true\"", "-", "yes")]
    [InlineData("BoolIfExists", "\"true\"", "false", "no")]
    [InlineData("Bool", "\"true\"", "1", "no")]
    [InlineData("Bool", "\"false\"", "", "no")]
    [InlineData("Bool", "\"yes\"", "true", "unknown")]
    [InlineData("Bool", "1", "true", "unknown")]
    public void Booleans(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
    [InlineData("BinaryEquals", "\"QmluYXJ5VmFsdWVJbkJhc2U2NA==\"", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "yes")]
    [InlineData("BinaryEquals", "\"QmluYXJ5VmFsdWVJbkJhc2U2NA==\"", "qmluYXJ5VmFsdWVJbkJhc2U2NA==", "no")]
    [InlineData("BinaryEquals", "[\"AAAA\", \"////\"]", "////", "yes")]
    [InlineData("BinaryEquals", "\"AAAA\"", "AAAAAAAA", "no")]
    [InlineData("BinaryEquals", "\"AAAA\"", "-", "no")]
    [InlineData("BinaryEqualsIfExists", "\"AAAA\"", "-", "yes")]
    [InlineData("BinaryEquals", "\"AAAA\"", "not base64!", "no")]
    [InlineData("BinaryEquals", "\"AAA\"", "AAAA", "unknown")]
    public void Bytes(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.0", "yes")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.255", "yes")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.112.255", "no")]
    [InlineData("IpAddress", "\"203.0.113.77/24\"", "203.0.113.1", "yes")] // bits behind the prefix do not count
    [InlineData("IpAddress", "\"203.0.113.7\"", "203.0.113.7", "yes")] // without a prefix it is /32
    [InlineData("IpAddress", "\"203.0.113.7\"", "203.0.113.8", "no")]
    [InlineData("IpAddress", "\"203.0.113.6/31\"", "203.0.113.7", "yes")]
    [InlineData("IpAddress", "\"203.0.113.6/31\"", "203.0.113.8", "no")]
    [InlineData("IpAddress", "\"0.0.0.0/0\"", "198.51.100.1", "yes")]
    [InlineData("IpAddress", "\"0.0.0.0/0\"", "2001:db8::1", "no")] // the other family is in no range of this one
    [InlineData("IpAddress", "\"::/0\"", "2001:db8::1", "yes")]
    [InlineData("IpAddress", "\"::/0\"", "198.51.100.1", "no")]
    [InlineData("IpAddress", "\"2001:DB8:1234:5678::/64\"", "2001:db8:1234:5678:ffff::1", "yes")]
    [InlineData("IpAddress", "\"2001:DB8:1234:5678::/64\"", "2001:db8:1234:5679::1", "no")]
    [InlineData("IpAddress", "\"2001:db8::1\"", "2001:0db8:0000:0000:0000:0000:0000:0001", "yes")]
    [InlineData("IpAddress", "\"2001:db8::8000/113\"", "2001:db8::ffff", "yes")]
    [InlineData("IpAddress", "\"2001:db8::8000/113\"", "2001:db8::7fff", "no")]
    [InlineData("IpAddress", "[\"203.0.113.0/24\", \"2001:DB8:1234:5678::/64\"]", "2001:db8:1234:5678::9", "yes")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "-", "no")]
    [InlineData("IpAddressIfExists", "\"203.0.113.0/24\"", "-", "yes")]
    [InlineData("IpAddressIfExists", "\"203.0.113.0/24\"", "198.51.100.1", "no")]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "198.51.100.1", "yes")]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "203.0.113.9", "no")]
    [InlineData("NotIpAddress", "[\"203.0.113.0/24\", \"198.51.100.0/24\"]", "198.51.100.1", "no")]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "2001:db8::1", "yes")]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "-", "yes")]
    [InlineData("NotIpAddressIfExists", "\"203.0.113.0/24\"", "-", "yes")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "AWS Internal", "no")] // what a service that calls for you leaves there
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "AWS Internal", "unknown")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.1.1", "no")]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.0/25", "no")] // a range is no address
    [InlineData("IpAddress", "\"203.0.113.0/33\"", "203.0.113.1", "unknown")]
    [InlineData("IpAddress", "\"203.0.113.256\"", "203.0.113.1", "unknown")]
    [InlineData("IpAddress", "\"2001:db8::/129\"", "2001:db8::1", "unknown")]
    [InlineData("IpAddress", "\"2001::db8::1\"", "2001:db8::1", "unknown")]
    [InlineData("IpAddress", "\"203.0.113.*\"", "203.0.113.1", "unknown")]
    [InlineData("NotIpAddress", "\"office\"", "203.0.113.1", "unknown")]
    public void Addresses(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
    [InlineData("Null", "\"true\"", "-", "yes")]
    [InlineData("Null", "\"true\"", "[]", "yes")]
    [InlineData("Null", "\"true\"", "x", "no")]
    [InlineData("Null", "\"true\"", "", "no")]
    [InlineData("Null", "\"true\"", "x|y", "no")]
    [InlineData("Null", "\"false\"", "x", "yes")]
    [InlineData("Null", "\"false\"", "x|y", "yes")]
    [InlineData("Null", "\"false\"", "-", "no")]
    [InlineData("Null", "true", "-", "yes")]
    [InlineData("Null", "[\"true\", \"false\"]", "x", "yes")]
    [InlineData("Null", "\"absent\"", "-", "unknown")]
    [InlineData("NullIfExists", "\"true\"", "-", "unknown")] // IfExists goes with every operator but this one
    public void Nulls(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    [InlineData("StringEqual")]
    [InlineData("StringContains")]
    [InlineData("BoolEquals")]
    [InlineData("BinaryNotEquals")]
    [InlineData("IpAddressEquals")]
    [InlineData("StringLikeIfExistsIfExists")]
    [InlineData("ForAllValue:StringEquals")]
    [InlineData("ForAnyValue:ForAllValues:StringEquals")]
    [InlineData("IfExists")]
    [InlineData(" StringEquals")]
    [InlineData("")]
    public void No_such_operator(string op)
    {
        Assert.Equal("unknown", Ask.Condition(op, "\"a\"", "a"));
        Assert.Equal("unknown", Ask.Condition(op, "\"a\"", "-"));
    }
}
