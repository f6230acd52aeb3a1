namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>A user of SNMPv3's User-based Security Model, as an operator wrote it.</summary>
/// <param name="Name">msgUserName.</param>
public sealed record UsmUser(string Name, AuthProtocol Auth, string AuthPassword, PrivProtocol Priv, string PrivPassword)
{
    /// <summary>RFC 3414 section 11.2: shorter ones are guessed too easily, and agents refuse them.</summary>
    public const int ShortestPassword = 8;

    /// <summary>Reads <c>SHA-256:PASSWORD</c> and <c>AES-128:PASSWORD</c>; null or empty: without.</summary>
    /// <exception cref="FormatException">A protocol is not known, a password too short, or there is privacy without authentication; the message says what would do.</exception>
    public static UsmUser Parse(string name, string? auth, string? priv)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(name) is < 1 or > 32)
        {
            throw new FormatException($"'{name}' cannot be an SNMPv3 user: it has 1 to 32 octets (RFC 3414 section 2.4).");
        }

        var (authProtocol, authPassword) = (AuthProtocol.None, "");
        if (!string.IsNullOrEmpty(auth))
        {
            (var protocol, authPassword) = Split(auth, "--snmp-auth", "SHA-256");
            if (!UsmProtocols.TryParse(protocol, out authProtocol))
            {
                throw new FormatException($"'{protocol}' is no way to authenticate with SNMPv3: use one of {UsmProtocols.AuthList}.");
            }
        }

        var (privProtocol, privPassword) = (PrivProtocol.None, "");
        if (!string.IsNullOrEmpty(priv))
        {
            if (authProtocol == AuthProtocol.None)
            {
                throw new FormatException("SNMPv3 hides nothing that it does not sign: give --snmp-auth too (RFC 3414 section 1.4.3).");
            }

            (var protocol, privPassword) = Split(priv, "--snmp-priv", "AES-128");
            if (!UsmProtocols.TryParse(protocol, out privProtocol))
            {
                throw new FormatException($"'{protocol}' is no way to hide SNMPv3 messages: use one of {UsmProtocols.PrivList}.");
            }
        }

        return new UsmUser(name, authProtocol, authPassword, privProtocol, privPassword);
    }

    /// <summary>Never shows a password.</summary>
    public override string ToString() => $"{Name} ({Auth}, {Priv})";

    private static (string Protocol, string Password) Split(string text, string option, string example)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw new FormatException($"{option} is a protocol and a password: {example}:PASSWORD.");
        }

        var password = text[(colon + 1)..];
        return password.Length >= ShortestPassword ? (text[..colon], password)
            : throw new FormatException($"The password of {option} has {password.Length} characters; SNMPv3 needs at least {ShortestPassword} (RFC 3414 section 11.2).");
    }
}
