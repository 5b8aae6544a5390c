using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <summary>ImportKeyPair. The fingerprints are those that ssh-keygen and openssl tell of the same keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html"/>
public sealed class ImportedKeyTests
{
    private const string Rsa = "AAAAB3NzaC1yc2EAAAADAQABAAABAQDLnFzzgAusTYFSLzWBMN3ivvSvcp+a16mfD4FHpEnzTN7HZZGYY6BVaa1yS8ehb81SYx307BQRNkxYnmYHV6idugp5IA8nEqDiNj/sbVVZc/R7g7uoEL0ySDND/SgHtvQr8jOJZcIBGri3mnn6vFKtGp5dIMPjgEZBrFvKhGR+6LNFeuN6gJuNPq481/5ejlQkNTVuI21VNU1/Wd68SA0y4w4CCHO+qmglwJtye9Az4fU/EJC8Ej/wI1vhhQCdE9hcUb7sfwJiumuzItSTaPoOiEr9vITiQqAETha++hwCFe1c/umD14GbE8tnJPiXmCAS7d8p8K2oaSAVF1uhZXyH";
    private const string Ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAINO+UbD/G+uKhS8D8M5xi4IqGxuBO83fmY8l4uQkM42s";

    private readonly TestAccount _account = new();

    [Theory]
    [InlineData("ssh-rsa " + Rsa + " ana", "rsa", "05:c0:7a:8e:9a:c0:3e:78:9e:71:3d:a4:f9:09:49:29")]
    [InlineData("ssh-rsa " + Rsa, "rsa", "05:c0:7a:8e:9a:c0:3e:78:9e:71:3d:a4:f9:09:49:29")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"mine\"\n" + Rsa + "\n---- END SSH2 PUBLIC KEY ----", "rsa", "05:c0:7a:8e:9a:c0:3e:78:9e:71:3d:a4:f9:09:49:29")]
    [InlineData("ssh-ed25519 " + Ed25519 + " ana", "ed25519", "R79VVK4bevrPYNQwschan2GtqXBZS6QDdZdxTcLucm4")]
    public void A_public_key_is_imported(string material, string type, string fingerprint)
    {
        foreach (var (name, blob) in new[] { ("text", material), ("blob", Convert.ToBase64String(Encoding.ASCII.GetBytes(material))) })
        {
            var made = _account.Do("ec2", "ImportKeyPair", System.Text.Json.JsonSerializer.Serialize(new { KeyName = name, PublicKeyMaterial = blob }));
            Assert.Equal(fingerprint, (string)made["KeyFingerprint"]!);
            Assert.Equal(type, (string)_account.Do("ec2", "DescribeKeyPairs", $$"""{"KeyNames": ["{{name}}"]}""")["KeyPairs"]![0]!["KeyType"]!);
            _account.Do("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "KeyName": "{{name}}"}""");
        }
    }

    [Theory]
    [InlineData("k", "nonsense", "InvalidKey.Format")]
    [InlineData("k", "ssh-rsa AAAA", "InvalidKey.Format")]
    [InlineData("k", "ssh-dss " + Rsa, "InvalidKey.Format")]
    [InlineData("k", "-----BEGIN RSA PRIVATE KEY-----", "InvalidKey.Format")]
    [InlineData("k", "", "InvalidKey.Format")]
    [InlineData("", "ssh-ed25519 " + Ed25519, "InvalidParameterValue")]
    [InlineData(" k", "ssh-ed25519 " + Ed25519, "InvalidParameterValue")]
    [InlineData("ключ", "ssh-ed25519 " + Ed25519, "InvalidParameterValue")]
    [InlineData("there", "ssh-ed25519 " + Ed25519, "InvalidKeyPair.Duplicate")]
    public void What_is_no_key_is_refused(string name, string material, string code)
    {
        _account.Do("ec2", "CreateKeyPair", """{"KeyName": "there"}""");
        var input = System.Text.Json.JsonSerializer.Serialize(new { KeyName = name, PublicKeyMaterial = material });
        Assert.Equal(code, _account.Refused("ec2", "ImportKeyPair", input));
    }

    [Fact]
    public void Whoever_imports_needs_the_permission_for_the_key_pair()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ec2:ImportKeyPair\",\"Resource\":\"arn:aws:ec2:*:*:key-pair/team-*\"}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("UnauthorizedOperation", _account.Refused("ec2", "ImportKeyPair", $$"""{"KeyName": "mine", "PublicKeyMaterial": "ssh-ed25519 {{Ed25519}}"}"""));
        _account.Do("ec2", "ImportKeyPair", $$"""{"KeyName": "team-1", "PublicKeyMaterial": "ssh-ed25519 {{Ed25519}}"}""");
    }
}
