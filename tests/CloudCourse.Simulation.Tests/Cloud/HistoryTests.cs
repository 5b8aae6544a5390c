using System.Text.Json;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>The history keeps requests and answers as bytes, and long texts beside them: whoever reads it sees what was asked and answered.</summary>
public sealed class HistoryTests
{
    private readonly TestAccount _account = new();

    private List<ApiCall> Calls => [.. _account.Account.History.OfType<ApiCall>()];

    public static TheoryData<string> Texts =>
    [
        "plain", "\"quoted\"\n\t\\ <b> & 'c'", "é € 😀 \u2028", new string('a', 512), new string('a', 513), new string('"', 600), new string('é', 600),
        string.Concat(Enumerable.Repeat("😀\n", 400)), new string('\u0001', 20_000),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_of_any_length_is_kept_letter_by_letter(string text)
    {
        var input = JsonSerializer.Serialize(new { Name = "s", SecretString = text });
        _account.Do("secretsmanager", "CreateSecret", input);
        var answer = _account.Do("secretsmanager", "GetSecretValue", """{"SecretId": "s"}""");
        Assert.Equal(text, JsonElement.Parse(Calls[0].Input).GetProperty("SecretString").GetString());
        Assert.Equal(text, (string)Calls[1].Output!["SecretString"]!);
        Assert.Equal(answer.ToJsonString(), Calls[1].Output!.ToJsonString());
    }

    [Fact]
    public void Several_long_texts_stand_where_they_stood()
    {
        var input = $$"""{"Name":"s","Description":"{{new string('d', 600)}}","SecretString":"{{new string('s', 700)}}","Tags":[{"Key":"a","Value":"b"}]}""";
        _account.Do("secretsmanager", "CreateSecret", input);
        Assert.Equal(input, Calls[0].Input);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Half_a_character_is_no_text(int letters)
    {
        var rest = new string('a', letters);
        _account.Do("secretsmanager", "CreateSecret", $$"""{"Name": "s", "SecretString": "\ud83d{{rest}}"}""");
        Assert.Equal($$"""{"Name":"s","SecretString":"{{'\ufffd'}}{{rest}}"}""", Calls[0].Input);
    }

    [Fact]
    public void Whoever_changes_an_answer_changes_no_history()
    {
        var answer = _account.Do("sqs", "CreateQueue", """{"QueueName": "orders"}""");
        var told = answer.ToJsonString();
        answer["QueueUrl"] = "elsewhere";
        Calls[0].Output!["QueueUrl"] = "elsewhere";
        Assert.Equal(told, Calls[0].Output!.ToJsonString());
    }

    [Theory]
    [InlineData("{\"QueueName\": ")]
    [InlineData("é € 😀")]
    public void What_is_no_JSON_is_kept_as_it_came(string input)
    {
        Assert.Equal("ParamValidation", _account.Refused("sqs", "CreateQueue", input));
        Assert.Equal(input, Calls[0].Input);
        Assert.Null(Calls[0].Output);
    }
}
