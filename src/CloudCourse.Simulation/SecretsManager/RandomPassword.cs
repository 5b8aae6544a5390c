using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>A password from the account's seed: for the course, never for a real lock.</summary>
/// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html"/>
internal static class RandomPassword
{
    public static Operation Operation { get; } = new("GetRandomPassword", _ => [new("secretsmanager:GetRandomPassword", "*")], call => new() { ["RandomPassword"] = Make(call) });

    private static string Make(Call call)
    {
        var length = call.Integer("PasswordLength") ?? 32;
        if (length is < 1 or > 4096) throw SecretCalls.Parameter(call, "PasswordLength", "PasswordLength value must be between 1 and 4096.");
        var excluded = call.Text("ExcludeCharacters") ?? "";
        List<string> kinds = [];
        void Add(string exclude, string letters)
        {
            if (call.Flag(exclude)) return;
            var left = string.Concat(letters.Where(c => !excluded.Contains(c, StringComparison.Ordinal)));
            if (left.Length > 0) kinds.Add(left);
        }
        Add("ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz");
        Add("ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        Add("ExcludeNumbers", "0123456789");
        Add("ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
        if (call.Flag("IncludeSpace")) kinds.Add(" ");
        if (kinds.Count == 0) throw SecretCalls.Parameter(call, "ExcludeCharacters", "No characters are left to make a password of.");
        var each = call.Input.Last("RequireEachIncludedType") is null || call.Flag("RequireEachIncludedType");
        if (each && length < kinds.Count) throw SecretCalls.Parameter(call, "PasswordLength", $"The password length must be at least {kinds.Count} to have one character of each kind.");

        char Draw(string from) => from[(int)(call.Turn.Draw() % (ulong)from.Length)];
        var all = string.Concat(kinds);
        var text = new char[length];
        for (var i = 0; i < length; i++) text[i] = Draw(each && i < kinds.Count ? kinds[i] : all);
        // One of each kind is there; now it may stand anywhere.
        for (var i = text.Length - 1; i > 0; i--)
        {
            var j = (int)(call.Turn.Draw() % (ulong)(i + 1));
            (text[i], text[j]) = (text[j], text[i]);
        }
        return new(text);
    }
}
