using System.Globalization;

namespace HotspotManager.Core.People;

/// <summary>
/// Whose time and data is counted: one text for each person as far as we know them. A voucher, an account, a proven phone number or a phone is a person; a grant has a count of its own,
/// because a plan's minutes hold for each sign-in.
/// </summary>
public static class PersonKey
{
    public static string Voucher(long id) => "voucher:" + id.ToString(CultureInfo.InvariantCulture);
    public static string Account(long id) => "account:" + id.ToString(CultureInfo.InvariantCulture);
    /// <summary>A proven phone number.</summary>
    public static string Number(long id) => "number:" + id.ToString(CultureInfo.InvariantCulture);
    public static string Grant(long id) => "grant:" + id.ToString(CultureInfo.InvariantCulture);

    /// <param name="mac">In the one spelling of Networks.Mac.</param>
    public static string Phone(string mac) => "phone:" + mac;
}
