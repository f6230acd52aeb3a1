using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;

namespace HotspotManager.Portal.SignIn.Phone;

/// <summary>What couriers tell of messages they took over. Only who was given the message's key is believed; the answer is the same for a wrong key and an unknown message.</summary>
public sealed class DeliveryReports(StoreWriter writer, SecretBox secrets, TimeProvider time)
{
    /// <returns>False when it is not to be believed.</returns>
    public async Task<bool> TakeAsync(long id, string key, string state, string said, CancellationToken cancel)
    {
        if (!ReportKey.Holds(secrets, id, key)) return false;
        bool? delivered = state switch { "1" => true, "2" or "16" => false, _ => null };
        if (delivered is not { } arrived) return true;
        var clean = new string([.. said.Where(c => !char.IsControl(c)).Take(120)]);
        return await writer.WriteAsync(db => Outbox.ReportAsync(db, id, arrived, (arrived ? "delivered " : "not delivered ") + clean, time.GetUtcNow(), cancel), cancel);
    }
}
