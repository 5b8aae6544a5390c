namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Operators on numbers and on dates.</summary>
public sealed class NumberAndDateCases
{
    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
    [InlineData("NumericEquals", "\"10\"", "10", "yes")]
    [InlineData("NumericEquals", "10", "10.00", "yes")] // numbers, not texts
    [InlineData("NumericEquals", "\"10\"", "010", "yes")]
    [InlineData("NumericEquals", "\"-3.5\"", "-3.50", "yes")]
    [InlineData("NumericEquals", "\"10\"", "10.01", "no")]
    [InlineData("NumericEquals", "[1, 2, 3]", "2", "yes")]
    [InlineData("NumericEquals", "\"10\"", "ten", "no")]
    [InlineData("NumericEquals", "\"10\"", "", "no")]
    [InlineData("NumericEquals", "\"10\"", "-", "no")]
    [InlineData("NumericNotEquals", "\"10\"", "11", "yes")]
    [InlineData("NumericNotEquals", "\"10\"", "10.0", "no")]
    [InlineData("NumericNotEquals", "[10, 11]", "11", "no")]
    [InlineData("NumericNotEquals", "\"10\"", "-", "yes")]
    [InlineData("NumericNotEquals", "\"10\"", "ten", "unknown")] // not to be compared, so let through by no negation
    [InlineData("NumericLessThan", "\"10\"", "9.999", "yes")]
    [InlineData("NumericLessThan", "\"10\"", "10", "no")]
    [InlineData("NumericLessThan", "\"9\"", "10", "no")] // as texts this would be less
    [InlineData("NumericLessThan", "\"10\"", "-", "no")]
    [InlineData("NumericLessThan", "[5, 20]", "10", "yes")] // one of the values is enough
    [InlineData("NumericLessThanEquals", "\"10\"", "10", "yes")]
    [InlineData("NumericLessThanEquals", "\"10\"", "10.1", "no")]
    [InlineData("NumericGreaterThan", "\"10\"", "10", "no")]
    [InlineData("NumericGreaterThan", "\"10\"", "11", "yes")]
    [InlineData("NumericGreaterThan", "\"-1\"", "0", "yes")]
    [InlineData("NumericGreaterThanEquals", "\"10\"", "10", "yes")]
    [InlineData("NumericGreaterThanEquals", "\"10\"", "9", "no")]
    [InlineData("NumericLessThanEqualsIfExists", "\"3600\"", "-", "yes")]
    [InlineData("NumericLessThanEqualsIfExists", "\"3600\"", "3601", "no")]
    [InlineData("NumericGreaterThanIfExists", "\"3600\"", "3601", "yes")]
    [InlineData("NumericGreaterThan", "\"3600\"", "99999999999999999999999999999999999999999", "yes")] // however large
    [InlineData("NumericLessThan", "\"3600\"", "99999999999999999999999999999999999999999", "no")]
    [InlineData("NumericLessThan", "\"3600\"", "-1e400", "yes")]
    [InlineData("NumericEquals", "\"79228162514264337593543950334\"", "1e300", "no")]
    [InlineData("NumericGreaterThan", "\"10\"", "Infinity", "no")] // no number
    [InlineData("NumericGreaterThan", "\"10\"", "NaN", "no")]
    [InlineData("NumericGreaterThan", "\"10\"", "0x1F", "no")]
    [InlineData("NumericGreaterThan", "\"10\"", "1,000", "no")]
    [InlineData("NumericEquals", "\"ten\"", "10", "unknown")] // the policy's own value is a mistake, whatever the request has
    [InlineData("NumericEquals", "[10, \"ten\"]", "10", "unknown")]
    [InlineData("NumericLessThan", "\"${aws:EpochTime}\"", "1", "unknown")] // takes no variables
    [InlineData("NumericLessThan", "\"1*\"", "1", "unknown")] // nor wildcards
    public void Numbers(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T02:00:00+02:00", "yes")] // one moment
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "1767225600", "yes")] // seconds since 1970
    [InlineData("DateEquals", "\"1767225600\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00.000Z\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00.001Z", "no")]
    [InlineData("DateEquals", "\"2026-01-01\"", "2026-01-01T00:00:00Z", "yes")] // the forms of W3C's note
    [InlineData("DateEquals", "\"2026-01\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateEquals", "\"2026\"", "2026-01-01T00:00:00Z", "yes")] // a year, not a second
    [InlineData("DateEquals", "\"2026-01-01T00:00Z\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateNotEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:01Z", "yes")]
    [InlineData("DateNotEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z", "no")]
    [InlineData("DateNotEquals", "\"2026-01-01T00:00:00Z\"", "-", "yes")]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "2025-12-31T23:59:59Z", "yes")]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z", "no")]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:30:00+01:00", "yes")]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "-", "no")]
    [InlineData("DateLessThanEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z", "yes")]
    [InlineData("DateGreaterThan", "\"2020-01-01T00:00:01Z\"", "2020-01-01T00:00:01Z", "no")]
    [InlineData("DateGreaterThan", "\"2020-01-01T00:00:01Z\"", "2020-01-01T00:00:02Z", "yes")]
    [InlineData("DateGreaterThan", "\"2020-01-01T00:00:01Z\"", "1577836801", "no")]
    [InlineData("DateGreaterThan", "\"2020-01-01T00:00:01Z\"", "1577836802", "yes")]
    [InlineData("DateGreaterThanEquals", "\"2020-02-29\"", "2020-02-29T00:00:00Z", "yes")]
    [InlineData("DateGreaterThanEquals", "\"2020-02-29\"", "2020-02-28T23:59:59Z", "no")]
    [InlineData("DateLessThanIfExists", "\"2026-01-01T00:00:00Z\"", "-", "yes")]
    [InlineData("DateGreaterThanIfExists", "\"2026-01-01T00:00:00Z\"", "2025-01-01T00:00:00Z", "no")]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "yesterday", "no")]
    [InlineData("DateNotEquals", "\"2026-01-01T00:00:00Z\"", "yesterday", "unknown")]
    [InlineData("DateLessThan", "\"2026-02-30T00:00:00Z\"", "2026-01-01T00:00:00Z", "unknown")] // no such day
    [InlineData("DateLessThan", "\"2026-13-01\"", "2026-01-01T00:00:00Z", "unknown")]
    [InlineData("DateLessThan", "\"2026-*\"", "2026-01-01T00:00:00Z", "unknown")] // takes no wildcards
    [InlineData("DateLessThan", "\"99999999999999999999\"", "2026-01-01T00:00:00Z", "unknown")]
    public void Dates(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));
}
