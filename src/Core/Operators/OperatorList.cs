using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Operators;

/// <summary>Operators and tokens in memory; the console checks every request against them.</summary>
public sealed class OperatorTable : ISnapshot
{
    private FrozenDictionary<string, Operator> _operators = FrozenDictionary<string, Operator>.Empty;
    private FrozenDictionary<string, ApiToken> _tokens = FrozenDictionary<string, ApiToken>.Empty;

    public Operator? Find(string name) => Volatile.Read(ref _operators).GetValueOrDefault(name);

    /// <summary>The token's row when it is one of ours; null otherwise.</summary>
    public ApiToken? FindToken(string token) => Volatile.Read(ref _tokens).GetValueOrDefault(OperatorList.Digest(token));

    public bool IsEmpty => Volatile.Read(ref _operators).Count == 0;

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        Volatile.Write(ref _operators, (await db.Set<Operator>().AsNoTracking().ToListAsync(cancel)).ToFrozenDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase));
        Volatile.Write(ref _tokens, (await db.Set<ApiToken>().AsNoTracking().ToListAsync(cancel)).ToFrozenDictionary(t => t.Digest, StringComparer.Ordinal));
    }
}

/// <summary>An operator as commands and the API show it.</summary>
public sealed record OperatorView(string Name, string Role, string? Area, DateTimeOffset CreatedAt);

/// <summary>The verbs on operators and tokens.</summary>
public static class OperatorList
{
    public const int ShortestPassword = 10;
    private static readonly PasswordHasher<Operator> Hasher = new();

    /// <exception cref="RefusedException">The name is taken, the role or area unknown, or the password too short.</exception>
    public static async Task<OperatorView> AddAsync(
        HotspotDb db, string name, string role, string? area, string password, DateTimeOffset now, CancellationToken cancel = default)
    {
        Names.Check(name, "operator");
        CheckRole(role);
        if (password.Length < ShortestPassword) throw new RefusedException($"The password must have at least {ShortestPassword} characters.");
        var areaCode = await AreaAsync(db, role, area, cancel);
        var lower = name.ToLowerInvariant();
        if (await db.Set<Operator>().AnyAsync(o => o.Name == lower, cancel)) throw new RefusedException($"There is an operator '{name}' already.");
        var added = new Operator
        {
            Name = lower,
            Role = role,
            AreaCode = areaCode,
            PasswordHash = "",
            CreatedAt = now,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
        };
        added.PasswordHash = Hasher.HashPassword(added, password);
        db.Add(added);
        return new OperatorView(added.Name, added.Role, added.AreaCode, added.CreatedAt);
    }

    public static bool PasswordFits(Operator known, string password) => Hasher.VerifyHashedPassword(known, known.PasswordHash, password) != PasswordVerificationResult.Failed;

    /// <summary>Makes a token; the only time it can be read.</summary>
    /// <exception cref="RefusedException">The name is taken, or the role or area unknown.</exception>
    public static async Task<string> CreateTokenAsync(HotspotDb db, string name, string role, string? area, DateTimeOffset now, CancellationToken cancel = default)
    {
        Names.Check(name, "token");
        CheckRole(role);
        var areaCode = await AreaAsync(db, role, area, cancel);
        if (await db.Set<ApiToken>().AnyAsync(t => t.Name == name, cancel)) throw new RefusedException($"There is a token '{name}' already.");
        var token = "hsm_" + RandomNumberGenerator.GetHexString(48, lowercase: true);
        db.Add(new ApiToken { Name = name, Role = role, AreaCode = areaCode, Digest = Digest(token), CreatedAt = now });
        return token;
    }

    internal static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static void CheckRole(string role)
    {
        if (!Roles.All.Contains(role)) throw new RefusedException($"'{role}' is not a role: use {string.Join(", ", Roles.All)}.");
    }

    private static async Task<string?> AreaAsync(HotspotDb db, string role, string? area, CancellationToken cancel)
    {
        if (area is not null) return await AreaList.EnsureAsync(db, area, cancel);
        return role == Roles.Coordinator ? throw new RefusedException("A coordinator needs --area: the RW or kelurahan they look after.") : null;
    }
}
