using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot cert</c>: the certificates of EAP and RadSec. A running server reads what changed within 2 s.</summary>
internal static class CertCommand
{
    private sealed record View(string Name, string Holder, string Serial, DateTimeOffset Ends, DateTimeOffset? RevokedAt);

    private sealed record InUse(string File, DateTimeOffset Ends, bool EndsSoon);

    public static Command Create()
    {
        var cert = new Command("cert", "The certificates of EAP and RadSec: own authority, server, clients");

        cert.Subcommands.Add(Common.Command("list", "What is in use and when it ends, or with --issued all that the own authority gave out", (a, store, _) =>
        {
            var authority = Authority(store, out var own);
            if (own) authority.Ensure();
            if (a.GetValue(Issued))
            {
                store.Output.Many(authority.List().Select(c => new View(c.Name, c.Holder, c.Serial, c.Ends, c.RevokedAt)).ToList());
                return Task.CompletedTask;
            }
            store.Output.Many(CertificateDates.Of(TlsFiles.Of(Options(store), store.Settings.Folder), own)
                .Select(c => new InUse(c.What, c.Ends, c.IsSoon(store.Now))).ToList());
            return Task.CompletedTask;
        }, Issued));

        var name = Common.Opt<string?>("--name", "The server's name, which phones check", "DNS");
        cert.Subcommands.Add(Common.Command("renew", "Make a new server certificate now; phones that trust the authority notice nothing", (a, store, _) =>
        {
            var made = Own(store).Renew(a.GetValue(name));
            store.Output.Done($"Certificate of {made.Name} made; it ends on {made.Ends:yyyy-MM-dd}.", made);
            return Task.CompletedTask;
        }, name));

        var client = Common.Name("account, or of the NAS for RadSec");
        var file = Common.Opt<string?>("--out", "Where the PKCS #12 file goes; NAME.p12 here when left out", "FILE");
        cert.Subcommands.Add(Common.Command("client", "Give out a client certificate as a PKCS #12 file, for EAP-TLS or a RadSec access point", async (a, store, cancel) =>
        {
            var whose = a.GetValue(client)!;
            if (a.GetValue(For) is not (null or CertificateHolder.Account or CertificateHolder.Nas)) throw new UsageException("--for must be account or nas.");
            var holder = a.GetValue(For) ?? await HolderAsync(store, whose, cancel);
            var target = Path.GetFullPath(a.GetValue(file) ?? whose + ".p12");
            if (File.Exists(target)) throw new RefusedException($"{target} is there already.");
            var (issued, pkcs12) = Own(store).Issue(whose, PasswordInput.Read(a), holder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(target, options)) await stream.WriteAsync(pkcs12, cancel);
            store.Output.Done($"{target} holds key and certificate of {(holder == CertificateHolder.Nas ? "NAS" : "account")} {whose}; it ends on {issued.Ends:yyyy-MM-dd}.", new { name = whose, holder, serial = issued.Serial, file = target });
        }, client, file, For, PasswordInput.FromStandardInput));

        var which = new Argument<string>("SERIAL-OR-NAME") { Description = "Serial number, or a name for all certificates of that name" };
        cert.Subcommands.Add(Common.Command("revoke", "Take certificates back: they go on the revocation list", (a, store, _) =>
        {
            var count = Own(store).Revoke(a.GetValue(which)!);
            if (count == 0) throw new RefusedException($"There is no valid certificate '{a.GetValue(which)}' (see hotspot cert list --issued).");
            store.Output.Done($"{count} certificate(s) revoked.", new { revoked = count });
            return Task.CompletedTask;
        }, which));

        cert.Subcommands.Add(Common.Command("ca", "Print the own authority's certificate (PEM), for phones and access points to trust", (_, store, _) =>
        {
            var pem = Own(store).AuthorityPem();
            store.Output.Done(pem.TrimEnd(), new { pem });
            return Task.CompletedTask;
        }));
        return cert;
    }

    private static readonly Option<string?> For = Common.Opt<string?>("--for", "account or nas, where both have this name", "KIND");

    private static readonly Option<bool> Issued = new("--issued") { Description = "All certificates that were given out" };

    /// <summary>An account's unless the name is a NAS's: the two kinds of certificate do not stand in for each other.</summary>
    private static async Task<string> HolderAsync(StoreSession store, string name, CancellationToken cancel)
    {
        await using var db = store.Open();
        var isNas = await db.Set<Nas>().AnyAsync(n => n.Name.ToLower() == name.ToLower(), cancel);
        var isAccount = await db.Set<Account>().AnyAsync(a => a.Name.ToLower() == name.ToLower(), cancel);
        if (isNas && isAccount) throw new RefusedException($"There is an account and a NAS '{name}': say which with --for account or --for nas.");
        return isNas ? CertificateHolder.Nas : CertificateHolder.Account;
    }

    private static TlsOptions Options(StoreSession store) => store.Settings.Configuration.GetSection("Radius:Tls").Get<TlsOptions>() ?? new TlsOptions();

    private static OwnAuthority Authority(StoreSession store, out bool own)
    {
        own = OwnAuthority.Keeps(Options(store));
        return new OwnAuthority(store.Settings.Folder, store.Time);
    }

    private static OwnAuthority Own(StoreSession store)
    {
        var authority = Authority(store, out var own);
        return own ? authority : throw new RefusedException("Radius:Tls:… names files of somebody else's authority: renew, give out and revoke there.");
    }
}
