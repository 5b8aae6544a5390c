using CloudCourse.Web.Accounts;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/labs/read-one-bucket?x=1#top", true)]
    [InlineData("/join/ABCDE-23456", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("/a\\b", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("evil.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_a_path_of_this_site_is_local(string? url, bool local)
    {
        Assert.Equal(local, ReturnUrl.IsLocal(url));
        Assert.Equal(local ? url : "/", ReturnUrl.Local(url));
    }

    [Fact]
    public void A_very_long_address_is_not_carried_along() => Assert.False(ReturnUrl.IsLocal("/" + new string('a', 3000)));
}
