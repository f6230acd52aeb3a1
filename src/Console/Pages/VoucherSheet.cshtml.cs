using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>A batch as a sheet of A4 to cut: code, plan, validity, and the code as a QR of the portal's address for it.</summary>
public sealed class VoucherSheetModel(IDbContextFactory<HotspotDb> databases, StoreWriter writer, SecretBox secrets, PlanTable plans, Frame frame)
    : VoucherBatchModel(databases, writer, secrets, frame)
{
    private readonly Frame frame = frame;

    /// <summary>Whose Wi-Fi this is.</summary>
    public string Brand => "WiFi Warga · " + frame.City.Name;

    /// <summary>The plan in a few words.</summary>
    public string Describe(string plan) => plans.Find(plan) is { } found ? VouchersModel.Describe(found, frame.W, frame.F) : plan;

    /// <summary>What the QR says: the portal's page for this code, or the bare code when the portal's address from outside is not set.</summary>
    public string Address(string code) => frame.Options.PortalUrl.Length > 0 ? $"{frame.Options.PortalUrl.TrimEnd('/')}/v/{code}" : code;
}
