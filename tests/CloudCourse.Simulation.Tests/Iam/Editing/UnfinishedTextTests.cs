using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam.Editing;

/// <summary>Whatever stands in the editor, help with it ends, stays inside the text and says nothing twice.</summary>
public sealed class UnfinishedTextTests
{
    private const string Whole = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Read",
              "Effect": "Allow",
              "Principal": {"AWS": ["arn:aws:iam::111122223333:role/a", "*"]},
              "Action": ["s3:GetObject", "s3:List*", "ec2:RunInstances"],
              "Resource": "arn:aws:s3:::reports/${aws:username}/*",
              "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}, "Bool": {"aws:SecureTransport": "true"}}
            },
            {"Effect": "Deny", "NotAction": "iam:*", "NotResource": "*"}
          ]
        }
        """;

    [Fact]
    public void Every_beginning_of_a_policy_and_every_place_in_it()
    {
        foreach (var kind in Enum.GetValues<PolicyType>())
        {
            for (var length = 0; length <= Whole.Length; length += 3)
            {
                Holds(Whole[..length], length, kind);
                Holds(Whole, length, kind);
            }
        }
    }

    [Fact]
    public void A_text_with_pieces_cut_out_moved_and_doubled()
    {
        Random random = new(1);
        for (var round = 0; round < 4000; round++)
        {
            var text = Whole;
            for (var cut = 0; cut <= round % 4; cut++)
            {
                var (from, to) = (random.Next(text.Length), random.Next(text.Length));
                if (from > to) (from, to) = (to, from);
                text = (round % 3) switch
                {
                    0 => text.Remove(from, Math.Min(to - from, 40)),
                    1 => text.Insert(from, text[to..Math.Min(text.Length, to + 30)]),
                    _ => text.Insert(from, "{}[]\":,\\\n"[random.Next(9)].ToString()),
                };
                if (text.Length == 0) text = "{";
            }
            Holds(text, random.Next(text.Length + 1), (PolicyType)(round % 5));
        }
    }

    [Theory]
    [InlineData('{')]
    [InlineData('[')]
    [InlineData('"')]
    [InlineData('\\')]
    [InlineData(':')]
    [InlineData('}')]
    [InlineData('\n')]
    [InlineData('\0')]
    [InlineData('a')]
    public void The_same_character_many_times(char c)
    {
        var text = new string(c, 200_000);
        Holds(text, text.Length / 2, PolicyType.Identity);
        Holds("{\"Statement\": [" + text, text.Length, PolicyType.Identity);
    }

    [Theory]
    [InlineData("{\"Statement\":[{\"Action\":[")]
    [InlineData("[{\"a\":")]
    [InlineData("{\"a\":{\"b\":[\"c\"],")]
    public void Brackets_without_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000));
        Holds(text, text.Length, PolicyType.Identity);
        Holds(text, 100, PolicyType.Identity);
    }

    private static void Holds(string text, int offset, PolicyType kind)
    {
        var list = PolicyCompletion.At(text, offset, kind);
        Assert.InRange(list.Start, 0, offset);
        Assert.InRange(list.End, offset, text.Length);
        Assert.DoesNotContain('\n', text[list.Start..list.End]);
        if (list.CommaAt is { } comma) Assert.InRange(comma, 1, list.Start);
        Assert.Equal(list.Items.Count, list.Items.Select(i => i.Label).Distinct(StringComparer.Ordinal).Count());
        if (PolicyHover.At(text, offset) is { } hover)
        {
            Assert.InRange(hover.Start, 0, hover.End - 1);
            Assert.InRange(hover.End, hover.Start + 1, text.Length);
        }
    }
}
