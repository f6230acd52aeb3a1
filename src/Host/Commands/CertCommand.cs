using System.CommandLine;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot cert</c>: the certificates of EAP and RadSec. A running server reads what changed within 2 s.</summary>
internal static class CertCommand
{
    private sealed record View(string Name, string Serial, DateTimeOffset Ends, DateTimeOffset? RevokedAt);

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
                store.Output.Many(authority.List().Select(c => new View(c.Name, c.Serial, c.Ends, c.RevokedAt)).ToList());
                return Task.CompletedTask;
            }
            store.Output.Many(CertificateDates.Of(TlsFiles.Of(Options(store), store.Settings.Folder))
                .Select(c => new InUse(c.File, c.Ends, c.Ends - store.Now < CertificateDates.WarnBefore)).ToList());
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
            var target = Path.GetFullPath(a.GetValue(file) ?? whose + ".p12");
            if (File.Exists(target)) throw new RefusedException($"{target} is there already.");
            var (issued, pkcs12) = Own(store).Issue(whose, PasswordInput.Read(a));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(target, options)) await stream.WriteAsync(pkcs12, cancel);
            store.Output.Done($"{target} holds key and certificate of {whose}; it ends on {issued.Ends:yyyy-MM-dd}.", new { name = whose, serial = issued.Serial, file = target });
        }, client, file, PasswordInput.FromStandardInput));

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

    private static readonly Option<bool> Issued = new("--issued") { Description = "All certificates that were given out" };

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
