using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Couriers.Mail;

/// <summary>
/// E-mail by a mail server: <c>smtp://HOST:587</c> with STARTTLS, <c>smtps://HOST:465</c> with TLS from the start; without either only to a private address, and a password over a
/// readable line never beyond this machine. A message's Message-ID comes from its name and is the same at every try, so that servers and mailboxes can tell a copy; what belongs to one
/// incident is one conversation.
/// </summary>
internal sealed class SmtpCourier(SecretBox secrets, TimeProvider time, X509Certificate2Collection? trusted = null) : ICourierKind
{
    public string Kind => "smtp";

    public async Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        var url = new Uri(courier.Settings.Url);
        var from = new MailAddress(courier.Settings.From!);
        var id = $"{secrets.LookUp(SecretPurpose.MessageRecipient, "message-id:" + message.Once)[..32].ToLowerInvariant()}@{from.Host}";
        var text = new MailText(from, message.Recipient, message.Extras.Subject ?? message.Text.Split('\n')[0], message.Text, id, message.Earlier, time.GetUtcNow());
        SmtpConversation? server = null;
        try
        {
            var tlsFirst = url.Scheme == "smtps";
            server = await SmtpConversation.OpenAsync(url.DnsSafeHost, url.IsDefaultPort || url.Port < 0 ? tlsFirst ? 465 : 587 : url.Port, tlsFirst, trusted, cancel);
            if (!server.IsSecure && server.Offers("STARTTLS")) await server.StartTlsAsync(cancel);
            if (!MaySend(server.IsSecure, url)) return new HandOver(HandOverResult.Refused, "it offers no STARTTLS: the message would travel readable");
            if (courier.Settings is { User: { } user, Password: { } password })
            {
                if (!MaySignIn(server.IsSecure, url)) return new HandOver(HandOverResult.Refused, "it offers no STARTTLS: the password would travel readable");
                await server.SignInAsync(user, password, cancel);
            }
            var said = await server.SendAsync(from.Address, message.Recipient, text.Write(), cancel);
            await server.QuitAsync(cancel);
            return new HandOver(HandOverResult.Taken, Shown(said), id);
        }
        catch (SmtpException no)
        {
            return new HandOver(no.IsForNow ? HandOverResult.NotNow : HandOverResult.Refused, Shown(no.Message));
        }
        catch (AuthenticationException)
        {
            // A certificate that ran out will be renewed: no reason to give up.
            return new HandOver(HandOverResult.NotNow, "its certificate or TLS was refused");
        }
        catch (OperationCanceledException)
        {
            return new HandOver(Lost(server), $"no answer within {courier.Settings.TimeoutSeconds} s");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return new HandOver(Lost(server), error is SocketException { SocketErrorCode: SocketError.HostNotFound } ? "its name is not known" : server is null ? "it cannot be reached" : "the connection broke off");
        }
        finally
        {
            if (server is not null) await server.DisposeAsync();
        }
    }

    internal static bool MaySend(bool secure, Uri url) => secure || CourierList.IsNear(url);

    internal static bool MaySignIn(bool secure, Uri url) => secure || url.IsLoopback;

    private static HandOverResult Lost(SmtpConversation? server) => server?.IsHandedOver == true ? HandOverResult.Unknown : HandOverResult.NotNow;

    /// <summary>Servers repeat addresses in their answers; operators need not read them.</summary>
    private static string Shown(string said) => string.Join(' ', said.Split(' ').Select(w => w.Contains('@', StringComparison.Ordinal) ? "…" : w)) is var words && words.Length > 160 ? words[..160] : words;
}
