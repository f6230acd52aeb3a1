using System.Collections.Concurrent;
using System.Security.Cryptography;
using HotspotManager.Core.People;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Grants;

/// <summary>A grant as admission sees it; the password is open.</summary>
public sealed record GrantEntry(
    long Id, string UserName, string Password, string PersonKey, int PlanId, string Mac, int AccessPointId, string SignIn, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Under which this sign-in's own time and data is counted.</summary>
    internal string UsageKey { get; } = People.PersonKey.Grant(Id);
}

/// <summary>All living grants in memory. A new one is on disk before it is used; those of other processes are read in twice a second.</summary>
public sealed class GrantTable(SecretBox secrets, StoreWriter writer, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, GrantEntry> _byUserName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, GrantEntry> _byId = new();
    private readonly ConcurrentDictionary<string, GrantEntry> _newestByMac = new(StringComparer.Ordinal);
    private readonly GrantWriter _writer = new(writer);
    private long _last;

    public GrantEntry? Find(string userName) => _byUserName.GetValueOrDefault(userName);

    public GrantEntry? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>The newest living grant of a phone, if it has one.</summary>
    public GrantEntry? OfPhone(string mac) => _newestByMac.TryGetValue(mac, out var grant) && grant.ExpiresAt > time.GetUtcNow() ? grant : null;

    /// <summary>Gives a phone a grant; durable when the task ends.</summary>
    public Task<GrantEntry> IssueAsync(
        string personKey, int planId, string mac, int accessPointId, string signIn, DateTimeOffset expiresAt, CancellationToken cancel = default) =>
        IssueAsync(personKey, planId, mac, accessPointId, signIn, expiresAt, null, cancel);

    /// <summary>Gives a phone a grant; durable when the task ends, and what its user agreed to with it.</summary>
    public async Task<GrantEntry> IssueAsync(
        string personKey, int planId, string mac, int accessPointId, string signIn, DateTimeOffset expiresAt, Consent? consent, CancellationToken cancel = default)
    {
        // Lower-case letters and digits only: routers' login pages pass them through URLs and scripts unharmed.
        const string alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
        var password = RandomNumberGenerator.GetString(alphabet, 20);
        var row = new Grant
        {
            UserName = "g" + RandomNumberGenerator.GetString(alphabet, 15),
            PasswordSealed = secrets.Seal(SecretPurpose.GrantPassword, password),
            PersonKey = personKey,
            PlanId = planId,
            Mac = mac,
            AccessPointId = accessPointId,
            SignIn = signIn,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt,
        };
        await _writer.StoreAsync(row, consent).WaitAsync(cancel);
        return Keep(row, password);
    }

    /// <summary>Reads the grants that other processes gave since the last look, and forgets what ended.</summary>
    public async Task CatchUpAsync(HotspotDb db, CancellationToken cancel)
    {
        var (last, now) = (Volatile.Read(ref _last), time.GetUtcNow());
        var rows = await db.Set<Grant>().AsNoTracking().Where(g => g.Id > last && g.ExpiresAt > now).OrderBy(g => g.Id).ToListAsync(cancel);
        foreach (var row in rows) Keep(row, secrets.OpenText(SecretPurpose.GrantPassword, row.PasswordSealed));
        if (rows.Count > 0) Volatile.Write(ref _last, rows[^1].Id);
        // A grant that ended stays findable for an hour, so that a late request is told why instead of "unknown".
        foreach (var old in _byId.Values.Where(g => g.ExpiresAt < now.AddHours(-1)))
        {
            _byId.TryRemove(old.Id, out _);
            _byUserName.TryRemove(old.UserName, out _);
            _newestByMac.TryRemove(KeyValuePair.Create(old.Mac, old));
        }
    }

    internal const int CommitOrder = 3;

    private GrantEntry Keep(Grant row, string password)
    {
        var entry = new GrantEntry(row.Id, row.UserName, password, row.PersonKey, row.PlanId, row.Mac, row.AccessPointId, row.SignIn, row.CreatedAt, row.ExpiresAt);
        _byId[entry.Id] = entry;
        _byUserName[entry.UserName] = entry;
        _newestByMac.AddOrUpdate(entry.Mac, entry, (_, known) => known.Id > entry.Id ? known : entry);
        return entry;
    }
}
