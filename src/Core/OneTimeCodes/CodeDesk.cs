using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.OneTimeCodes;

/// <summary>What came of asking or answering.</summary>
/// <param name="Reason">OneTimeCodeSent after asking, Accepted after a right answer; else why not.</param>
/// <param name="Person">The proven number's row, after a right answer only.</param>
public readonly record struct CodeResult(Reason Reason, long? Person = null, int? TriesLeft = null);

/// <summary>
/// Asks for codes and checks answers. What stands open is remembered by phone and area, so that a page that was closed for the message goes on where it was; nothing is sent
/// without somebody asking for it, and the same code is sent again as long as it is good.
/// </summary>
public sealed class CodeDesk(
    StoreWriter writer, SecretBox secrets, OpenCodes open, MessageDispatch dispatch, SignInOfferTable offers, CodeLimits limits, CityClock clock)
{
    // PostgreSQL runs writes side by side: two at once must not both take the last message of a budget.
    private const int CommitOrder = 5;

    /// <summary>Whether anybody could deliver a message.</summary>
    public bool IsReady => dispatch.First(MessageChannel.Phone) is not null;

    /// <summary>Sends a code to a number, or the code that stands open for it once more; refuses when one of the limits is reached.</summary>
    /// <param name="typed">The number as it was typed; null: once more to the number of the open question.</param>
    /// <param name="text">The message for a code.</param>
    public async Task<CodeResult> AskAsync(string? typed, string mac, AccessPoint point, Func<string, string> text, CancellationToken cancel)
    {
        var number = typed is null ? null : PhoneNumbers.Normalize(typed, limits.Country);
        if (typed is not null && number is null) return new CodeResult(Reason.NumberMalformed);
        if (number is not null && !limits.Prefixes.Any(p => number.StartsWith(p, StringComparison.Ordinal))) return new CodeResult(Reason.NumberElsewhere);
        if (dispatch.First(MessageChannel.Phone) is not { } courier) return new CodeResult(Reason.TemporarilyUnavailable);
        var (result, row) = await writer.WriteAsync(async db =>
        {
            await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder, cancel);
            return await AskAsync(db, number, mac, point, courier.RupiahEach, text, cancel);
        }, cancel);
        if (row is not null) open.Keep(row);
        if (result.Reason == Reason.OneTimeCodeSent) dispatch.Wake();
        return result;
    }

    private async Task<(CodeResult, OneTimeCode?)> AskAsync(HotspotDb db, string? number, string mac, AccessPoint point, long rupiah, Func<string, string> text, CancellationToken cancel)
    {
        var now = clock.Now;
        var standing = await StandingAsync(db, mac, point.AreaCode, now, cancel);
        if (number is null && standing is null) return (new CodeResult(Reason.OneTimeCodeOver), null);
        var lookUp = number is null ? standing!.NumberLookUp : secrets.LookUp(SecretPurpose.PhoneNumber, number);
        // The same number again: the question that stands, and no message unless one is asked for once more.
        var same = standing?.NumberLookUp == lookUp ? standing : null;
        if (same is not null && number is not null) return (new CodeResult(Reason.SentLately), same);
        if (same is not null && now < same.LastSentAt + CodeLimits.Pause(same.Sends)) return (new CodeResult(Reason.SentLately), same);
        if (await OverAsync(db, lookUp, mac, point, rupiah, now, cancel) is { } over) return (new CodeResult(over), null);

        var row = same;
        if (row is null)
        {
            if (standing is not null) standing.ClosedAt = now;
            row = new OneTimeCode
            {
                NumberLookUp = lookUp,
                NumberSealed = secrets.Seal(SecretPurpose.PhoneNumber, number!),
                Shown = PhoneNumbers.Mask(number!),
                Mac = mac,
                AccessPointId = point.Id,
                AreaCode = point.AreaCode,
                Nonce = RandomNumberGenerator.GetBytes(16),
                CreatedAt = now,
            };
            db.Add(row);
        }
        (row.Sends, row.LastSentAt, row.ExpiresAt) = (row.Sends + 1, now, now.AddMinutes(limits.Minutes));
        await db.SaveChangesAsync(cancel);
        var to = secrets.OpenText(SecretPurpose.PhoneNumber, row.NumberSealed);
        var message = await Outbox.PostAsync(db, secrets, new NewMessage(
            $"code:{row.Id}:{row.Sends}", MessagePurpose.OneTimeCode, MessageChannel.Phone, to, row.Shown, text(row.Code(secrets)), point.AreaCode,
            // A message that comes when the code is over would only confuse.
            row.ExpiresAt.AddMinutes(-limits.Minutes / 4d), rupiah), now, cancel);
        row.MessageId = message.Id;
        return (new CodeResult(Reason.OneTimeCodeSent), row);
    }

    /// <summary>Checks an answer. A right one holds for the same phone until the code is over: a second tap is no second question.</summary>
    public async Task<CodeResult> AnswerAsync(string? typed, string mac, string areaCode, CancellationToken cancel)
    {
        var code = OneTimeCode.Normalize(typed);
        var (result, row) = await writer.WriteAsync(async db =>
        {
            var now = clock.Now;
            if (await StandingAsync(db, mac, areaCode, now, cancel) is not { } standing) return (new CodeResult(Reason.OneTimeCodeOver), (OneTimeCode?)null);
            if (code is null) return (new CodeResult(Reason.OneTimeCodeWrong, null, limits.Tries - standing.WrongTries), standing);
            if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(standing.Code(secrets))))
            {
                standing.WrongTries++;
                if (standing.WrongTries < limits.Tries) return (new CodeResult(Reason.OneTimeCodeWrong, null, limits.Tries - standing.WrongTries), standing);
                standing.ClosedAt = now;
                return (new CodeResult(Reason.OneTimeCodeOver, null, 0), standing);
            }
            standing.VerifiedAt ??= now;
            var person = await PhoneNumbers.ProvenAsync(db, secrets, secrets.OpenText(SecretPurpose.PhoneNumber, standing.NumberSealed), now, cancel);
            return (new CodeResult(Reason.Accepted, person.Id), standing);
        }, cancel);
        if (row is not null) open.Keep(row);
        return result;
    }

    private static Task<OneTimeCode?> StandingAsync(HotspotDb db, string mac, string areaCode, DateTimeOffset now, CancellationToken cancel) => db.Set<OneTimeCode>()
        .Where(c => c.Mac == mac && c.AreaCode == areaCode && c.ClosedAt == null && c.ExpiresAt > now).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancel);

    /// <summary>Which limit is reached; null: none.</summary>
    private async Task<Reason?> OverAsync(HotspotDb db, string lookUp, string mac, AccessPoint point, long rupiah, DateTimeOffset now, CancellationToken cancel)
    {
        var day = clock.NextMidnight(now).AddDays(-1);
        var today = db.Set<OneTimeCode>().Where(c => c.CreatedAt >= day);
        // Another phone may have asked for this number a moment ago: the pause is the number's.
        var last = await today.Where(c => c.NumberLookUp == lookUp).OrderByDescending(c => c.LastSentAt).FirstOrDefaultAsync(cancel);
        if (last is not null && last.Mac != mac && now < last.LastSentAt + CodeLimits.Pause(1)) return Reason.SentLately;
        if (await today.Where(c => c.NumberLookUp == lookUp).SumAsync(c => c.Sends, cancel) >= limits.PerNumber) return Reason.NumberUsedUp;
        if (await today.Where(c => c.Mac == mac).SumAsync(c => c.Sends, cancel) >= limits.PerPhone) return Reason.NumberUsedUp;
        if (await today.Where(c => c.AccessPointId == point.Id).SumAsync(c => c.Sends, cancel) >= limits.PerAccessPoint) return Reason.MessagesUsedUp;
        if (await today.SumAsync(c => c.Sends, cancel) >= limits.PerDay) return Reason.MessagesUsedUp;
        var month = Outbox.MonthOf(clock, now);
        foreach (var (area, budget) in offers.BudgetsOf(point.AreaCode))
            if (await Outbox.SpentAsync(db, area, month, cancel) + rupiah > budget) return Reason.MessagesUsedUp;
        return null;
    }
}
