using System.Globalization;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Tests.Cloud.Fuzz;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number"/>
public sealed class NumberTests
{
    private static DynamoNumber Read(string text)
    {
        var number = DynamoNumber.Read(text, out var problem);
        Assert.Null(problem);
        return number;
    }

    /// <summary>Decimals of .NET are the judge as far as they reach.</summary>
    [Fact]
    public void Sums_and_order_are_those_of_decimal()
    {
        Dice dice = new(3);
        for (var i = 0; i < 5000; i++)
        {
            var (a, b) = (Any(dice), Any(dice));
            var (x, y) = (Read(a.ToString(CultureInfo.InvariantCulture)), Read(b.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(a.CompareTo(b), Math.Sign(x.CompareTo(y)));
            Assert.Equal(Read((a + b).ToString(CultureInfo.InvariantCulture)), x.Plus(y, out _));
            Assert.Equal(Read((a - b).ToString(CultureInfo.InvariantCulture)), x.Minus(y, out _));
            Assert.Equal(a, decimal.Parse(x.ToString(), CultureInfo.InvariantCulture));
            Assert.Equal(x, Read(x.ToString()));
        }

        static decimal Any(Dice dice) => new(dice.Next(int.MaxValue), dice.Next(dice.OneIn(2) ? 100 : 1), 0, dice.OneIn(2), (byte)dice.Next(12));
    }

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999e125", true)]
    [InlineData("1e-130", true)]
    [InlineData("99999999999999999999999999999999999999", true)]
    [InlineData("1e126", false)]
    [InlineData("1e99999999999999", false)]
    [InlineData("1e-99999999999999", false)]
    [InlineData("1.5.5", false)]
    [InlineData("1e", false)]
    [InlineData("e5", false)]
    [InlineData("--1", false)]
    [InlineData(" 1", false)]
    [InlineData("NaN", false)]
    public void Numbers_have_their_range(string text, bool stored)
    {
        var number = DynamoNumber.Read(text, out var problem);
        Assert.Equal(stored, problem is null);
        if (stored) Assert.Equal(number, Read(number.ToString()));
    }

    [Fact]
    public void Far_apart_and_at_the_edge_numbers_still_compare()
    {
        Assert.True(Read("1e125") > Read("1e-130"));
        Assert.True(Read("-1e125") < Read("-1e-130"));
        Assert.True(Read("1e-130") > Read("0"));
        Assert.True(Read("99999999999999999999999999999999999999") > Read("99999999999999999999999999999999999998"));
        _ = Read("1e125").Plus(Read("1"), out var problem);
        Assert.Equal("Attempting to store more than 38 significant digits in a Number", problem);
    }
}
