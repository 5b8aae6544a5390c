using CloudCourse.Web.Accounts;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("o'rourke+aws@mail.example.ac.uk", true)]
    [InlineData("ada", false)]
    [InlineData("ada@localhost", false)]
    [InlineData("Ada <ada@example.org>", false)]
    [InlineData("ada@example.org\nBcc: all@example.org", false)]
    [InlineData("a da@example.org", false)]
    [InlineData("", false)]
    public void Email(string email, bool good) => Assert.Equal(good, AccountRules.Email(email) is null);

    [Theory]
    [InlineData("Ada Lovelace", true)]
    [InlineData("Zieliński, Oskar", true)]
    [InlineData("<b>Ada</b>", true)] // text like any other: it is escaped where it is shown
    [InlineData("Ada\u202EevoL", false)]
    [InlineData("Ada\u0007", false)]
    [InlineData("", false)]
    public void Name(string name, bool good) => Assert.Equal(good, AccountRules.Name(name) is null);

    [Theory]
    [InlineData("four words make sense", true)]
    [InlineData("abcdabcdab", true)]
    [InlineData("abcdabcda", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("ADA@example.org", false)]
    public void Password(string password, bool good) => Assert.Equal(good, AccountRules.Password(password, "ada@example.org") is null);

    [Fact]
    public void Lengths_have_an_end()
    {
        Assert.NotNull(AccountRules.Email(new string('a', 250) + "@example.org"));
        Assert.NotNull(AccountRules.Name(new string('a', 101)));
        Assert.NotNull(AccountRules.Password(string.Concat(Enumerable.Repeat("abcd", 51)), ""));
    }
}
