using System.Collections.Frozen;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.People;

/// <summary>A resident or officer with a name and password of their own.</summary>
public sealed class Account
{
    public long Id { get; set; }
    public required string Name { get; set; }

    /// <summary>Sealed, not hashed: CHAP and MS-CHAP need the password itself.</summary>
    public required byte[] PasswordSealed { get; set; }

    public int PlanId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> entity)
    {
        entity.ToTable("Accounts");
        entity.HasIndex(a => a.Name).IsUnique();
    }
}

/// <summary>An account as admission sees it; the password is open.</summary>
public sealed record AccountEntry(long Id, string Name, string Password, int PlanId)
{
    /// <summary>Whose time and data it is.</summary>
    public string PersonKey { get; } = People.PersonKey.Account(Id);
}

/// <summary>All accounts in memory, by name (case does not matter).</summary>
public sealed class AccountTable(SecretBox secrets) : ISnapshot
{
    private FrozenDictionary<string, AccountEntry> _byName = FrozenDictionary<string, AccountEntry>.Empty;
    private FrozenDictionary<long, AccountEntry> _byId = FrozenDictionary<long, AccountEntry>.Empty;

    public int Count => Volatile.Read(ref _byName).Count;

    public AccountEntry? Find(long id) => Volatile.Read(ref _byId).GetValueOrDefault(id);

    public AccountEntry? Find(string name) => Volatile.Read(ref _byName).GetValueOrDefault(name);

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<Account>().AsNoTracking().ToListAsync(cancel);
        var entries = rows.ConvertAll(a => new AccountEntry(a.Id, a.Name, secrets.OpenText(SecretPurpose.AccountPassword, a.PasswordSealed), a.PlanId));
        Volatile.Write(ref _byId, entries.ToFrozenDictionary(a => a.Id));
        Volatile.Write(ref _byName, entries.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>An account as commands and the API show it.</summary>
public sealed record AccountView(string Name, string Plan, DateTimeOffset CreatedAt);

/// <summary>The verbs on accounts.</summary>
public static class AccountList
{
    /// <summary>Adds an account, or gives a known one this password and plan; true when it was new.</summary>
    /// <exception cref="RefusedException">The name or password cannot be used, or there is no such plan.</exception>
    public static async Task<bool> PutAsync(HotspotDb db, SecretBox secrets, string name, string password, string planName, DateTimeOffset now,
        bool mayExist, CancellationToken cancel = default)
    {
        CheckName(name);
        if (password.Length is < 1 or > 128) throw new RefusedException($"The password of {name} must have 1 to 128 characters.");
        var plan = await PlanList.GetAsync(db, planName, cancel);
        var lower = name.ToLowerInvariant();
        var known = await db.Set<Account>().FirstOrDefaultAsync(a => a.Name == lower, cancel);
        if (known is null)
        {
            db.Add(new Account { Name = lower, PasswordSealed = secrets.Seal(SecretPurpose.AccountPassword, password), PlanId = plan.Id, CreatedAt = now });
            return true;
        }
        if (!mayExist) throw new RefusedException($"There is an account '{name}' already.");
        if (secrets.OpenText(SecretPurpose.AccountPassword, known.PasswordSealed) != password)
            known.PasswordSealed = secrets.Seal(SecretPurpose.AccountPassword, password);
        known.PlanId = plan.Id;
        return false;
    }

    public static Task<AccountView[]> ListAsync(HotspotDb db, CancellationToken cancel = default) => db.Set<Account>().AsNoTracking()
        .Join(db.Set<Plan>(), a => a.PlanId, p => p.Id, (a, p) => new { a, p }).OrderBy(r => r.a.Name)
        .Select(r => new AccountView(r.a.Name, r.p.Name, r.a.CreatedAt)).ToArrayAsync(cancel);

    /// <exception cref="RefusedException">There is no such account.</exception>
    public static async Task RemoveAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var lower = name.ToLowerInvariant();
        db.Remove(await db.Set<Account>().FirstOrDefaultAsync(a => a.Name == lower, cancel) ?? throw new RefusedException($"There is no account '{name}'."));
    }

    private static void CheckName(string name)
    {
        if (name.Length is < 1 or > 128 || name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw new RefusedException($"'{name}' cannot be an account's name: use 1 to 128 characters without spaces.");
    }
}
