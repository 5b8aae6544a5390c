using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

internal static class KeyPairOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateKeyPair", c => [c.On("CreateKeyPair", "key-pair", c.Need("KeyName"))], Create),
        new("ImportKeyPair", c => [c.On("ImportKeyPair", "key-pair", c.Need("KeyName"), [.. c.TagsFor("key-pair").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))])], Import),
        new("DeleteKeyPair", c => [c.On("DeleteKeyPair", "key-pair", c.Text("KeyName") ?? c.Text("KeyPairId") ?? "*")], Delete),
        new("DescribeKeyPairs", c => [c.OnAll("DescribeKeyPairs")], DescribeAll),
    ];

    private static string NewName(Call call)
    {
        var name = call.Need("KeyName");
        if (name.Length is 0 or > 255 || !Ascii.IsValid(name)) throw Ec2Errors.Invalid(call.At("KeyName"), $"Value ({name.Shortened()}) for parameter KeyName is invalid. Character sets beyond ASCII are not supported.", "A key pair's name has 1 to 255 ASCII characters.");
        if (name.Trim() != name) throw Ec2Errors.Invalid(call.At("KeyName"), $"Value ({name}) for parameter KeyName is invalid. It can't have leading or trailing spaces.");
        return call.Ec2().KeyPairs.Values.Any(k => k.Name == name)
            ? throw Turn.Error("InvalidKeyPair.Duplicate", $"The keypair already exists", "Its private half was shown once, when it was made. Choose another name, or delete that one.", at: call.At("KeyName")) : name;
    }

    /// <summary>AWS keeps the public half that somebody brings, and never sees the private one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html"/>
    private static Output Import(Call call)
    {
        var name = NewName(call);
        var (type, fingerprint) = PublicKey.Read(call.Need("PublicKeyMaterial")) switch
        {
            { Problem: null } read => (read.Type, read.Fingerprint),
            { Problem: var why } => throw Turn.Error("InvalidKey.Format", "Key is not in valid OpenSSH public key format", why, at: call.At("PublicKeyMaterial")),
        };
        KeyPair key = new(call.Turn.Ec2Id("key"), name, type, fingerprint, call.Now);
        call.Put(call.Ec2() with { KeyPairs = call.Ec2().KeyPairs.Put(key.Id, key) });
        call.Turn.Tag(call.Region, key.Id, call.TagsFor("key-pair"));
        call.Turn.Note("ec2", key.Id, $"The key pair {name} was imported: its public half is here, its private half stays where it was made.", null, "exists");
        return new() { ["KeyPairId"] = key.Id, ["KeyName"] = name, ["KeyFingerprint"] = fingerprint, ["Tags"] = call.Ec2().TagList(key.Id) };
    }

    private static Output Create(Call call)
    {
        var name = NewName(call);
        var type = call.Text("KeyType") ?? "rsa";
        if (type is not ("rsa" or "ed25519")) throw Ec2Errors.Invalid(call.At("KeyType"), $"Invalid value '{type}' for keyType. It is rsa or ed25519.");
        var secret = call.Turn.HexId(64);
        var fingerprint = string.Join(':', SHA256.HashData(Encoding.ASCII.GetBytes(secret)).Take(20).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        KeyPair key = new(call.Turn.Ec2Id("key"), name, type, fingerprint, call.Now);
        call.Put(call.Ec2() with { KeyPairs = call.Ec2().KeyPairs.Put(key.Id, key) });
        call.Turn.Tag(call.Region, key.Id, call.TagsFor("key-pair"));
        call.Turn.Note("ec2", key.Id, $"The key pair {name} was made. Its private half is in this answer, and nowhere else.", null, "exists");
        return new()
        {
            ["KeyPairId"] = key.Id,
            ["KeyName"] = name,
            ["KeyFingerprint"] = fingerprint,
            // No key: this simulation has no machine that a real one would open.
            ["KeyMaterial"] = $"-----BEGIN SIMULATED PRIVATE KEY-----\n{secret}\n-----END SIMULATED PRIVATE KEY-----",
        };
    }

    private static Output Delete(Call call)
    {
        var key = call.Ec2().KeyPairs.Values.FirstOrDefault(k => k.Id == call.Text("KeyPairId") || k.Name == call.Text("KeyName"));
        // Deleting what is not there succeeds, as at AWS.
        if (key is null) return new() { ["Return"] = true };
        call.Put(call.Ec2() with { KeyPairs = call.Ec2().KeyPairs.Remove(key.Id), Tags = call.Ec2().Tags.Remove(key.Id) });
        call.Turn.Note("ec2", key.Id, $"The key pair {key.Name} was deleted; instances that know its public half still let its holder in.", "exists");
        return new() { ["Return"] = true, ["KeyPairId"] = key.Id };
    }

    private static Output DescribeAll(Call call)
    {
        var keys = call.Select("KeyPairIds", call.Ec2().KeyPairs.Values, id => Ec2Errors.Find(call.Ec2().KeyPairs, id.Value, "KeyPair", "key", "key pair ID", id.At), new()
        {
            ["key-pair-id"] = k => [k.Id],
            ["key-name"] = k => [k.Name],
            ["fingerprint"] = k => [k.Fingerprint],
        }, k => k.Id);
        foreach (var name in call.Texts("KeyNames"))
        {
            if (!keys.Any(k => k.Name == name.Value)) throw Turn.Error("InvalidKeyPair.NotFound", $"The key pair '{name.Value}' does not exist", at: name.At);
        }
        if (call.Texts("KeyNames") is { Count: > 0 } names) keys = [.. keys.Where(k => names.Any(n => n.Value == k.Name))];
        return new()
        {
            ["KeyPairs"] = new System.Text.Json.Nodes.JsonArray([.. keys.Select(k => new Output
            {
                ["KeyPairId"] = k.Id,
                ["KeyName"] = k.Name,
                ["KeyType"] = k.Type,
                ["KeyFingerprint"] = k.Fingerprint,
                ["CreateTime"] = Ec2Calls.Time(k.Created),
                ["Tags"] = call.Ec2().TagList(k.Id),
            })]),
        };
    }
}
