using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Tests.Iam.Conditions;

/// <summary>The notations of RFC 4632 (IPv4) and RFC 4291, section 2.2 (IPv6).</summary>
public sealed class IpRangeTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData("203.0.113.7/24", "203.0.113.7/24")] // host bits may be set
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("255.255.255.255", "255.255.255.255/32")]
    [InlineData("::", "0:0:0:0:0:0:0:0/128")]
    [InlineData("::1", "0:0:0:0:0:0:0:1/128")]
    [InlineData("1::", "1:0:0:0:0:0:0:0/128")]
    [InlineData("2001:DB8::8:800:200C:417A", "2001:db8:0:0:8:800:200c:417a/128")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0/128")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8/128")]
    [InlineData("1:2:3:4:5:6:7:8/64", "1:2:3:4:5:6:7:8/64")]
    [InlineData("::ffff:203.0.113.7", "0:0:0:0:0:ffff:cb00:7107/128")]
    [InlineData("1:2:3:4:5:6:203.0.113.7", "1:2:3:4:5:6:cb00:7107/128")]
    [InlineData("2001:db8::/128", "2001:db8:0:0:0:0:0:0/128")]
    public void Reads(string text, string meant) => Assert.Equal(meant, IpRange.Read(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/24")]
    [InlineData("203.0.113")]
    [InlineData("203.0.113.7.1")]
    [InlineData("203.0.113.")]
    [InlineData("203.0.113.256")]
    [InlineData("203.0.113.07")] // a leading zero would be octal to some
    [InlineData("203.0.113.+7")]
    [InlineData("203.0.113.7/")]
    [InlineData("203.0.113.7/33")]
    [InlineData("203.0.113.7/-1")]
    [InlineData("203.0.113.7/0024")]
    [InlineData("203.0.113.7/24/24")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")] // the gap stands for one group at least
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("203.0.113.7::")] // an IPv4 address stands at the end only
    [InlineData("1:2:3:4:5:6:7:203.0.113.7")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%eth0")]
    public void Refuses(string text) => Assert.Null(IpRange.Read(text));
}
