using System.Collections.Concurrent;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.People;

/// <summary>A phone whose user agreed that it is remembered: whose it is, and what it gets, until a day. It opens nothing else: hardware addresses can be copied.</summary>
public sealed class RememberedPhone
{
    public long Id { get; set; }

    /// <summary>In the one spelling of Networks.Mac; one row for each phone.</summary>
    public required string Mac { get; set; }

    public required string PersonKey { get; set; }
    public int PlanId { get; set; }

    /// <summary>By which way they had signed in; where that is not offered any more the phone is asked again.</summary>
    public required string SignIn { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>When this row was written last: what other processes look for.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class RememberedPhoneMapping : IEntityTypeConfiguration<RememberedPhone>
{
    public void Configure(EntityTypeBuilder<RememberedPhone> entity)
    {
        entity.ToTable("RememberedPhones").KeepDays(nameof(RememberedPhone.ExpiresAt), 1);
        entity.HasIndex(p => p.Mac).IsUnique();
        entity.HasIndex(p => p.ChangedAt);
        entity.HasIndex(p => p.ExpiresAt);
    }
}

/// <summary>All remembered phones in memory; this process's own at once, those of others within a second.</summary>
public sealed partial class RememberedPhones(IDbContextFactory<HotspotDb> databases, StoreWriter writer, TimeProvider time, ILogger<RememberedPhones> log) : BackgroundService
{
    /// <summary>The purpose in the ledger of consents, and its withdrawal.</summary>
    public const string Purpose = "remember-phone", Withdrawn = "forget-phone";

    // Two processes' clocks may differ by a little.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, RememberedPhone> _byMac = new(StringComparer.Ordinal);
    private DateTimeOffset _seen = DateTimeOffset.MinValue;

    public RememberedPhone? Of(string mac) => _byMac.TryGetValue(mac, out var phone) && phone.ForgottenAt is null && phone.ExpiresAt > time.GetUtcNow() ? phone : null;

    /// <summary>Remembers a phone, with the consent; durable when the task ends.</summary>
    public async Task KeepAsync(string mac, string personKey, int planId, string signIn, int days, string wording, int accessPoint, CancellationToken cancel) =>
        Take(await writer.WriteAsync(async db =>
        {
            var now = time.GetUtcNow();
            var row = await db.Set<RememberedPhone>().FirstOrDefaultAsync(p => p.Mac == mac, cancel);
            if (row is null) db.Add(row = new RememberedPhone { Mac = mac, PersonKey = personKey, SignIn = signIn });
            (row.PersonKey, row.PlanId, row.SignIn, row.ExpiresAt, row.ForgottenAt, row.ChangedAt) = (personKey, planId, signIn, now.AddDays(days), null, now);
            db.Add(new Consent { At = now, PersonKey = personKey, Purpose = Purpose, Wording = wording, AccessPointId = accessPoint });
            return row;
        }, cancel));

    /// <summary>Forgets a phone, and writes down that the consent was taken back; false when it was not remembered.</summary>
    public async Task<bool> ForgetAsync(string mac, string wording, CancellationToken cancel)
    {
        var row = await writer.WriteAsync(async db =>
        {
            var now = time.GetUtcNow();
            var known = await db.Set<RememberedPhone>().FirstOrDefaultAsync(p => p.Mac == mac && p.ForgottenAt == null, cancel);
            if (known is null) return null;
            (known.ForgottenAt, known.ChangedAt) = (now, now);
            db.Add(new Consent { At = now, PersonKey = known.PersonKey, Purpose = Withdrawn, Wording = wording });
            return known;
        }, cancel);
        if (row is not null) Take(row);
        return row is not null;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CatchUpAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNotCatchUp(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task CatchUpAsync(CancellationToken cancel)
    {
        var (now, since) = (time.GetUtcNow(), _seen);
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var row in await db.Set<RememberedPhone>().AsNoTracking().Where(p => p.ChangedAt >= since && p.ExpiresAt > now).ToListAsync(cancel)) Take(row);
        _seen = now - Overlap;
        foreach (var old in _byMac.Where(p => p.Value.ExpiresAt <= now).ToList()) _byMac.TryRemove(old);
    }

    private void Take(RememberedPhone row) => _byMac.AddOrUpdate(row.Mac, row, (_, had) => had.ChangedAt > row.ChangedAt ? had : row);

    [LoggerMessage(Level = LogLevel.Error, Message = "Remembered phones could not be read; trying again")]
    private static partial void CouldNotCatchUp(ILogger log, Exception error);
}
