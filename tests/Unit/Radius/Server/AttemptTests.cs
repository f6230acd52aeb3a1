using HotspotManager.Core.Attempts;
using HotspotManager.Core.Secrets;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

/// <summary>"Why could she not log in": found by whom, where and which router, with every step.</summary>
public sealed class AttemptTests
{
    [Fact]
    public async Task The_attempts_of_a_voucher_an_account_a_phone_and_a_NAS_are_found_with_their_steps()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var (code, other) = (await room.VoucherAsync(), await room.VoucherAsync());
        room.Access(room.Pap(code, code));
        room.Access(room.Pap(other, other, mac: "02:00:00:00:00:09"));
        room.Access(room.Pap("siti", "salah", sign: false));
        await room.AttemptsAsync();
        await using var db = room.Open();
        async Task<IReadOnlyList<AttemptLine>> FindAsync(AttemptQuery query, string language = "en") => await AttemptList.LinesAsync(db, room.Get<SecretBox>(), query, language, TestContext.Current.CancellationToken);

        var mine = Assert.Single(await FindAsync(new AttemptQuery { Who = code }));
        Assert.Equal(("radius-pap", "rw05", "rw05", true), (mine.Way, mine.AccessPoint, mine.Nas, mine.Accepted));
        Assert.Equal(["Asked by rw05 (10.0.0.1) by PAP, signed", "Found a voucher", "Accepted: 3600 s, 5000/2000 kbit/s, 5000 MB left"], mine.Steps);
        Assert.DoesNotContain(code, mine.ToString(), StringComparison.Ordinal);
        var refused = Assert.Single(await FindAsync(new AttemptQuery { Who = "siti" }, "id"));
        Assert.Equal(["Diminta oleh rw05 (10.0.0.1) dengan PAP, tanpa Message-Authenticator", "Ditemukan sebagai akun"], refused.Steps.Take(2));
        Assert.StartsWith("Ditolak: ", refused.Steps[2], StringComparison.Ordinal);
        Assert.Single(await FindAsync(new AttemptQuery { Who = "02-00-00-00-00-09" }));
        Assert.Equal(3, (await FindAsync(new AttemptQuery { Nas = room.Get<HotspotManager.Radius.Server.NasClientTable>().All.Single().Id })).Count);
        Assert.Single(await FindAsync(new AttemptQuery { Accepted = false }));
        Assert.Empty(await FindAsync(new AttemptQuery { AccessPoints = [] }));
        Assert.Empty(await FindAsync(new AttemptQuery { Who = "9999999999" }));
    }
}
