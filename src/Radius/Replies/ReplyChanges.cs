using HotspotManager.Core.Store;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies;

/// <summary>
/// What one access point is told otherwise than its brand's table says, worked out once from the operator's lines so that an Access-Accept costs no allocation:
/// <c>Name = value</c> replaces (or adds) an attribute, <c>+Name = value</c> adds one beside others of its name, <c>-Name</c> leaves it out.
/// </summary>
public sealed class ReplyChanges
{
    /// <summary>Lines an access point may have.</summary>
    public const int Most = 32;

    private enum Kind { Replace, Add, Remove }

    private readonly (Kind Kind, RadiusAttribute Attribute, byte[] Value)[] _changes;

    private ReplyChanges((Kind, RadiusAttribute, byte[])[] changes) => _changes = changes;

    /// <summary>Reads an operator's lines; empty ones and those that begin with # count for nothing. Null: none.</summary>
    /// <exception cref="RefusedException">The first line that is wrong, and why.</exception>
    public static ReplyChanges? Of(string? lines)
    {
        var changes = new List<(Kind, RadiusAttribute, byte[])>();
        foreach (var line in (lines ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
        {
            var kind = line[0] switch { '+' => Kind.Add, '-' => Kind.Remove, _ => Kind.Replace };
            var parts = (kind == Kind.Replace ? line : line[1..]).Split('=', 2);
            if (AttributeLine.Attribute(parts[0], out var tag, out var wrong) is not { } attribute)
                throw new RefusedException(wrong, $"'{line}': atribut ini tidak ada di tabel, atau tandanya keliru. Tulis namanya seperti di atas, atau VENDOR.NOMOR = 0x….");
            if (Reserved(attribute) is { } why)
                throw new RefusedException($"{attribute.Name} cannot be changed here: {why}.", $"{attribute.Name} diatur oleh sistem dan tidak dapat diubah di sini.");
            if (kind == Kind.Remove)
            {
                if (parts.Length == 2)
                    throw new RefusedException($"'{line}': to leave an attribute out write -{attribute.Name} alone.", $"'{line}': untuk menghapus atribut tulis -{attribute.Name} saja.");
                changes.Add((kind, attribute, []));
                continue;
            }
            if (parts.Length == 1)
                throw new RefusedException($"'{line}': write {attribute.Name} = VALUE.", $"'{line}': tulis {attribute.Name} = NILAI.");
            changes.Add((kind, attribute, AttributeLine.Value(attribute, tag, parts[1], out wrong) ?? throw new RefusedException(wrong, $"'{line}': nilai ini tidak cocok untuk {attribute.Name} ({wrong})")));
            if (changes.Count > Most || changes.Sum(c => c.Item3.Length) > 1024)
                throw new RefusedException($"An access point may have {Most} lines with 1024 octets of values in all.", $"Satu titik akses paling banyak {Most} baris dengan 1024 oktet nilai seluruhnya.");
        }
        return changes.Count == 0 ? null : new ReplyChanges([.. changes]);
    }

    /// <summary>Changes what was written so far. In mid-session (CoA) only what the brand's table had written is replaced or left out.</summary>
    public void Apply(ref RadiusWriter reply, bool midSession = false)
    {
        foreach (var (kind, attribute, value) in _changes)
        {
            // A second line of the same name stands beside the first only as +Name.
            var was = kind != Kind.Add && reply.Remove(attribute);
            if (kind != Kind.Remove && (!midSession || was))
                reply.AddValue(attribute, value);
        }
    }

    /// <summary>Why an attribute is not the operator's to change; null: it is.</summary>
    private static string? Reserved(RadiusAttribute attribute) => attribute switch
    {
        _ when attribute == Ietf.SessionTimeout => "it is worked out from what is left of the plan, and the one limit that holds everywhere",
        _ when attribute == Ietf.Class => "accounting is joined to its person by it",
        _ when attribute == Ietf.UserName || attribute == Ietf.State || attribute == Ietf.ProxyState || attribute == Ietf.EapMessage
            || attribute == Ietf.MessageAuthenticator => "the protocol needs it as it is",
        _ when attribute == Ietf.VendorSpecific || ExtendedReader.IsContainer(attribute.Vendor == 0 && attribute.Extended == 0 ? attribute.Number : (byte)0) =>
            "name the attribute within it",
        SaltedAttribute => "it carries a secret",
        { IsSecret: true } => "it carries a secret",
        { Vendor: Wire.Microsoft.Vendor } => "sign-in by MS-CHAP and EAP needs it as it is",
        _ => null,
    };
}
