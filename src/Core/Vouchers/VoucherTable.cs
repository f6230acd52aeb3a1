using System.Collections.Frozen;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Vouchers;

/// <summary>A voucher as admission sees it.</summary>
public sealed record VoucherEntry(long Id, int PlanId, string? AreaCode, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>All usable vouchers in memory, found by the digest of their code.</summary>
public sealed class VoucherTable(SecretBox secrets) : ISnapshot
{
    private FrozenDictionary<string, VoucherEntry> _byLookUp = FrozenDictionary<string, VoucherEntry>.Empty;
    private FrozenDictionary<long, VoucherEntry> _byId = FrozenDictionary<long, VoucherEntry>.Empty;

    /// <summary>Finds a voucher by what somebody typed; null when it is no code of ours.</summary>
    public VoucherEntry? Find(string typed)
    {
        var code = VoucherCode.Normalize(typed);
        return code is null ? null : Volatile.Read(ref _byLookUp).GetValueOrDefault(secrets.LookUp(SecretPurpose.VoucherCode, code));
    }

    public VoucherEntry? Find(long id) => Volatile.Read(ref _byId).GetValueOrDefault(id);

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<Voucher>().AsNoTracking()
            .Select(v => new { v.CodeLookUp, Entry = new VoucherEntry(v.Id, v.PlanId, v.AreaCode, v.ExpiresAt, v.RevokedAt) }).ToListAsync(cancel);
        Volatile.Write(ref _byId, rows.ToFrozenDictionary(r => r.Entry.Id, r => r.Entry));
        Volatile.Write(ref _byLookUp, rows.ToFrozenDictionary(r => r.CodeLookUp, r => r.Entry, StringComparer.Ordinal));
    }
}

/// <summary>Ten digits, typed by people: spaces, dashes and dots do not matter.</summary>
public static class VoucherCode
{
    public const int Digits = 10;

    /// <summary>The bare digits, or null when this cannot be a code.</summary>
    public static string? Normalize(string? typed)
    {
        if (typed is null || typed.Length > 64) return null;
        Span<char> digits = stackalloc char[Digits];
        var count = 0;
        foreach (var c in typed)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count == Digits) return null;
                digits[count++] = c;
            }
            else if (c is 'o' or 'O')
            {
                if (count == Digits) return null;
                digits[count++] = '0';
            }
            else if (c is 'l' or 'I' or 'i')
            {
                if (count == Digits) return null;
                digits[count++] = '1';
            }
            else if (!(char.IsWhiteSpace(c) || c is '-' or '.' or '_' or '–'))
            {
                return null;
            }
        }
        return count == Digits ? digits.ToString() : null;
    }

    /// <summary>As it is printed: <c>12345-67890</c>.</summary>
    public static string Pretty(string code) => code.Length == Digits ? $"{code[..5]}-{code[5..]}" : code;
}
