namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>What texts there are at all, as an automaton; a state is a number from 0, where a text begins.</summary>
internal abstract class TextShape
{
    /// <summary>Tells it from other shapes.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The state after one more character; -1 where no text goes on so.</summary>
    public abstract int Next(int state, char c);

    /// <summary>Whether a text may end here.</summary>
    public abstract bool Complete(int state);

    /// <summary>Characters that lead elsewhere than the others do.</summary>
    public virtual string Letters(int state) => "";

    /// <summary>Which sections of patterns read the next character, a bit each.</summary>
    public virtual uint Reads(int state, char c) => uint.MaxValue;

    /// <summary>Which sections begin anew after it.</summary>
    public virtual uint Restarts(int state, char c) => 0;
}

/// <summary>Any text but the empty one, which is a class of its own.</summary>
internal sealed class AnyText : TextShape
{
    public static readonly AnyText Shape = new();

    public override int Next(int state, char c) => 1;
    public override bool Complete(int state) => state > 0;
}

/// <summary>Any text but the empty one; whether it has a colon counts.</summary>
internal sealed class SomeText : TextShape
{
    public static readonly SomeText Shape = new();

    public override int Next(int state, char c) => c == ':' ? 2 : Math.Max(state, 1);
    public override bool Complete(int state) => state > 0;
    public override string Letters(int state) => state < 2 ? ":" : "";
}

/// <summary>A prefix, a colon, a name; in small letters.</summary>
internal sealed class ActionText : TextShape
{
    public static readonly ActionText Shape = new();

    public override int Next(int state, char c) => (state, c) switch
    {
        (0, ':') or (2 or 3, ':') => -1,
        (1, ':') => 2,
        _ when !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') => -1,
        (0 or 1, _) => 1,
        _ => 3,
    };

    public override bool Complete(int state) => state == 3;
    public override string Letters(int state) => state == 1 ? ":" : "";
}

/// <summary>
/// "arn:", then a partition and a service, a Region and an account that may be empty, and a resource. Section 1 is the account.
/// </summary>
internal sealed class ArnText : TextShape
{
    public const int Account = 1;
    public static readonly ArnText Shape = new();

    private const int Done = 11;

    public override int Next(int state, char c) => state switch
    {
        0 => c == 'a' ? 1 : -1,
        1 => c == 'r' ? 2 : -1,
        2 => c == 'n' ? 3 : -1,
        3 => c == ':' ? 4 : -1,
        4 or 6 => c == ':' ? -1 : state + 1,
        5 or 7 => c == ':' ? state + 1 : state,
        8 or 9 => c == ':' ? state + 1 : state,
        _ => Done,
    };

    public override bool Complete(int state) => state == Done;

    public override string Letters(int state) => state switch { 0 => "a", 1 => "r", 2 => "n", 4 or 6 or 10 or Done => "", _ => ":" };

    public override uint Reads(int state, char c) => state == 9 && c != ':' ? uint.MaxValue : ~(1u << Account);
}

/// <summary>
/// The ARN of an account's root, a user, a role (which a session acts for) or a federated user. Section 1 is the account, 2 the
/// name without its path.
/// </summary>
/// <param name="account">The only account there is, where nothing asks for it; null for any.</param>
/// <param name="whole">Something asks for the whole ARN: there are paths then.</param>
/// <param name="partitions">Something names another partition; callers and resources are of one.</param>
/// <param name="root">Root users call.</param>
/// <param name="federated">Federated users call.</param>
internal sealed class PrincipalText(string? account, bool whole, bool partitions, bool root, bool federated) : TextShape
{
    public const int Account = 1, UserName = 2;

    public override string Name => $"principal {account} {whole}{partitions}{root}{federated}";

    // The literal parts, one state for each character read; then the names.
    private const string Head = "arn:aws";
    private const int Partition = 7, Service = 8, Iam = 10, Sts = 20, IamAccount = 30, StsAccount = 50, Kind = 70;
    private const int RootEnd = 84, UserStart = 110, UserNamed = 111, RoleName = 120, RoleNamed = 121, FederatedName = 190, FederatedNamed = 191;
    private const string Federated = "federated-user/";
    private const int FederatedHead = 150;

    public static bool IsRoot(int state) => state == RootEnd;
    public static bool IsUser(int state) => state == UserNamed;
    public static bool IsRole(int state) => state == RoleNamed;

    public override int Next(int state, char c)
    {
        if (state < Partition) return c == Head[state] ? state + 1 : -1;
        if (Digit(state) is >= 0 and var digit) return (account is null ? char.IsAsciiDigit(c) : c == account[digit]) ? state + 1 : -1;
        if (state >= FederatedHead && state < FederatedHead + Federated.Length)
            return c == Federated[state - FederatedHead] ? (state + 1 == FederatedHead + Federated.Length ? FederatedName : state + 1) : -1;
        return state switch
        {
            Partition => c == ':' ? Service : c is '-' && partitions ? 9 : -1,
            9 => char.IsAsciiLetterLower(c) ? 18 : -1,
            18 => c == ':' ? Service : c is '-' ? 9 : char.IsAsciiLetterLower(c) ? 18 : -1,
            Service => c == 'i' ? Iam : c == 's' && federated ? Sts : -1,
            Iam => c == 'a' ? 11 : -1,
            11 => c == 'm' ? 12 : -1,
            12 => c == ':' ? 13 : -1,
            13 => c == ':' ? IamAccount : -1,
            Sts => c == 't' ? 21 : -1,
            21 => c == 's' ? 22 : -1,
            22 => c == ':' ? 23 : -1,
            23 => c == ':' ? StsAccount : -1,
            IamAccount + 12 => c == ':' ? Kind : -1,
            StsAccount + 12 => c == ':' ? FederatedHead : -1,
            Kind => c == 'r' ? 71 : c == 'u' ? 90 : -1,
            71 => c == 'o' ? 72 : -1,
            72 => c == 'o' && root ? 73 : c == 'l' ? 100 : -1,
            73 => c == 't' ? RootEnd : -1,
            90 => c == 's' ? 91 : -1,
            91 => c == 'e' ? 92 : -1,
            92 => c == 'r' ? 93 : -1,
            93 => c == '/' ? UserStart : -1,
            100 => c == 'e' ? 101 : -1,
            101 => c == '/' ? RoleName : -1,
            UserStart or UserNamed => Named(c) ? UserNamed : c == '/' && whole && state == UserNamed ? UserStart : -1,
            RoleName or RoleNamed => Named(c) ? RoleNamed : c == '/' && whole && state == RoleNamed ? RoleName : -1,
            FederatedName or FederatedNamed => Named(c) ? FederatedNamed : -1,
            _ => -1,
        };
    }

    public override bool Complete(int state) => state is RootEnd or UserNamed or RoleNamed or FederatedNamed;

    public override string Letters(int state)
    {
        if (state < Partition) return Head[state].ToString();
        if (Digit(state) is >= 0 and var digit) return account is null ? "" : account[digit].ToString();
        if (state >= FederatedHead && state < FederatedHead + Federated.Length) return Federated[state - FederatedHead].ToString();
        return state switch
        {
            Partition => ":-",
            18 => ":-",
            Service => "is",
            Iam or 20 => state == Iam ? "a" : "t",
            11 => "m",
            21 => "s",
            12 or 13 or 22 or 23 or IamAccount + 12 or StsAccount + 12 => ":",
            Kind => "ru",
            71 => "o",
            72 => "ol",
            73 => "t",
            90 => "s",
            91 => "e",
            92 => "r",
            100 => "e",
            93 or 101 or UserNamed or RoleNamed => "/",
            _ => "",
        };
    }

    public override uint Reads(int state, char c)
    {
        var reads = ~((1u << Account) | (1u << UserName));
        if (Digit(state) >= 0) reads |= 1u << Account;
        if (c != '/' && state is UserStart or UserNamed or RoleName or RoleNamed or FederatedName or FederatedNamed) reads |= 1u << UserName;
        return reads;
    }

    public override uint Restarts(int state, char c) => c == '/' && state is UserNamed or RoleNamed ? 1u << UserName : 0;

    /// <summary>Which of the account's digits comes next; -1 elsewhere.</summary>
    private static int Digit(int state) => state switch
    {
        >= IamAccount and < IamAccount + 12 => state - IamAccount,
        >= StsAccount and < StsAccount + 12 => state - StsAccount,
        _ => -1,
    };

    private static bool Named(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '=' or ',' or '.' or '@' or '_' or '-';
}
