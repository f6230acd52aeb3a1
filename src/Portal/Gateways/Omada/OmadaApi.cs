using System.Globalization;
using System.Net;
using System.Text.Json;
using HotspotManager.Core.Admission;
using HotspotManager.Portal.Gateways.Controllers;

namespace HotspotManager.Portal.Gateways.Omada;

/// <summary>
/// The calls of a hotspot operator to one Omada controller: its id from <c>/api/info</c>, the operator's sign-in (<c>hotspot/login</c>) with token and cookie,
/// <c>extPortal/auth</c> to let a phone in, and the operator's list of clients. Signs in when it must, once for all who wait.
/// </summary>
internal sealed class OmadaApi(ControllerHttp way)
{
    private const string CsrfHeader = "Csrf-Token";
    private const int PageSize = 1000, MostPages = 20;

    private readonly SemaphoreSlim _signIn = new(1);
    private string? _controller;
    private int _signIns;

    /// <summary>The controller's version, known after a call.</summary>
    public string? Version { get; private set; }

    /// <summary>Lets a phone in. <c>time</c> is sent in milliseconds, as TP-Link's own sample does; the exact end is kept by us as well.</summary>
    public Task AuthorizeAsync(OmadaRequest phone, Limits limits, CancellationToken cancel)
    {
        var body = new Dictionary<string, object> { ["clientMac"] = phone.Mac, ["site"] = phone.Site, ["time"] = limits.SessionSeconds * 1000, ["authType"] = 4 };
        if (phone.AccessPointMac is { } ap)
        {
            body["apMac"] = ap;
            body["ssidName"] = phone.Ssid ?? "";
            body["radioId"] = phone.Radio ?? 0;
        }
        else
        {
            body["gatewayMac"] = phone.GatewayMac!;
            body["vid"] = phone.Vlan ?? 0;
        }
        return CallAsync(HttpMethod.Post, "/hotspot/extPortal/auth", body, cancel);
    }

    /// <summary>All that the hotspot let in at a site, page by page.</summary>
    public async Task<IReadOnlyList<ControllerClient>> ClientsAsync(string site, CancellationToken cancel)
    {
        var clients = new List<ControllerClient>();
        for (var page = 1; page <= MostPages; page++)
        {
            var result = (await CallAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/hotspot/sites/{Uri.EscapeDataString(site)}/clients?currentPage={page}&currentPageSize={PageSize}"), null, cancel)).At("result", "data");
            if (result.ValueKind != JsonValueKind.Array) throw new ControllerException($"The controller at {way.Nas.Row.GatewayUrl} answers without a list of clients.");
            foreach (var row in result.EnumerateArray())
            {
                if (PhoneAddress.TryReadMac(ControllerReply.Text(row, "mac"), out var mac))
                    clients.Add(new ControllerClient(mac, ControllerReply.Flag(row, "valid"), ControllerReply.Octets(row, "upload"), ControllerReply.Octets(row, "download"), ControllerReply.Text(row, "id")));
            }
            if (result.GetArrayLength() < PageSize) break;
        }
        return clients;
    }

    /// <summary>Ends what was given to a phone; nothing to do when the controller has none of it any more.</summary>
    public async Task PutOutAsync(string site, string mac, CancellationToken cancel)
    {
        foreach (var client in (await ClientsAsync(site, cancel)).Where(c => c.Mac == mac && c is { IsIn: true, Id: not null }))
            await CallAsync(HttpMethod.Post, $"/hotspot/sites/{Uri.EscapeDataString(site)}/cmd/clients/{Uri.EscapeDataString(client.Id!)}/disconnect", new Dictionary<string, object>(), cancel);
    }

    private async Task<ControllerReply> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        var before = Volatile.Read(ref _signIns);
        if (before == 0) await SignInAsync(before, cancel);
        before = Volatile.Read(ref _signIns);
        var reply = await way.SendAsync(method, $"/{_controller}/api/v2{path}", body, cancel);
        if (IsSignedOut(reply))
        {
            await SignInAsync(before, cancel);
            reply = await way.SendAsync(method, $"/{_controller}/api/v2{path}", body, cancel);
        }
        if (Error(reply) is not 0 and var error) throw new ControllerException($"The controller refused {path.Split('?')[0]}: error {error?.ToString(CultureInfo.InvariantCulture) ?? ((int)reply.Status).ToString(CultureInfo.InvariantCulture)}.");
        return reply;
    }

    private async Task SignInAsync(int before, CancellationToken cancel)
    {
        await _signIn.WaitAsync(cancel);
        try
        {
            if (_signIns != before) return;
            if (way.Nas.Row.GatewayUser is not { Length: > 0 } user) throw new ControllerException($"{way.Nas.Name} has no --gateway-user: an operator of the controller's hotspot manager.");
            var info = (await way.SendAsync(HttpMethod.Get, "/api/info", null, cancel)).At("result");
            if (ControllerReply.Text(info, "omadacId") is not { Length: >= 8 and <= 64 } id || !id.All(char.IsAsciiLetterOrDigit))
                throw new ControllerException($"What answers at {way.Nas.Row.GatewayUrl} is no Omada controller of version 5 or later.");
            (_controller, Version) = (id, ControllerReply.Text(info, "controllerVer"));
            way.Headers.Remove(CsrfHeader);
            var reply = await way.SendAsync(HttpMethod.Post, $"/{id}/api/v2/hotspot/login", new Dictionary<string, object> { ["name"] = user, ["password"] = way.Nas.GatewayKey! }, cancel);
            if (Error(reply) != 0 || ControllerReply.Text(reply.At("result"), "token") is not { Length: > 0 } token)
                throw new ControllerException("The controller refused our sign-in: check --gateway-user and --gateway-key (a hotspot operator, not an administrator).");
            way.Headers[CsrfHeader] = token;
            Volatile.Write(ref _signIns, _signIns + 1);
        }
        finally
        {
            _signIn.Release();
        }
    }

    /// <summary>A controller that has forgotten us redirects to its sign-in page, refuses, or says so with error -1200.</summary>
    private static bool IsSignedOut(ControllerReply reply) => reply.IsRefused || reply.Status is HttpStatusCode.Found or HttpStatusCode.MovedPermanently || Error(reply) is -1200;

    private static int? Error(ControllerReply reply) => reply.At("errorCode") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) ? number : null;
}
