using System.CommandLine;
using HotspotManager.Core.Messages;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot courier …</c> and <c>hotspot message …</c>: who carries messages with codes, and what became of them.</summary>
internal static class CourierCommands
{
    public static Command Create()
    {
        var name = Common.Name("courier");
        var kind = Common.Opt<string?>("--kind", "http (any provider, by templates), kannel (its sendsms), telegram (a bot), smtp (e-mail), webhook (signed JSON), log (a demo: written to the log)", "KIND");
        var channel = Common.Opt<string?>("--channel", "What it serves: phone, telegram, email, webhook (as its kind), or a word of your own for alerts", "CHANNEL");
        var url = Common.Opt<string?>("--url", "Address; {text} {to} {+to} {local} {id} {from} {user} {password} are filled in here, in --header and --body", "URL");
        var method = Common.Opt<string?>("--method", "GET, POST or PUT (GET)", "M");
        var headers = new Option<string[]>("--header") { Description = "'Name: value', several times; replaces all", HelpName = "HEADER" };
        var body = Common.Opt<string?>("--body", "Template of the body", "TEXT");
        var type = Common.Opt<string?>("--content-type", "Of the body (application/x-www-form-urlencoded); JSON and XML are escaped as they need", "TYPE");
        var expect = Common.Opt<string?>("--expect", "What a reply must contain to count as taken over", "TEXT");
        var user = Common.Opt<string?>("--user", "For {user}, Kannel's username, the mail server's user", "U");
        var from = Common.Opt<string?>("--from", "For {from}, Kannel's from, the sender of e-mails (noc@example.id)", "SENDER");
        var report = Common.Opt<string?>("--report-url", "How Kannel reaches this portal with delivery reports, for example https://portal.example", "URL");
        var rupiah = Common.Opt<long?>("--rupiah", "What one message costs", "RP");
        var timeout = Common.Opt<int?>("--timeout", "How long an answer may take (10)", "SECONDS");
        var position = Common.Opt<int?>("--position", "Lower is tried first", "N");
        var enabled = Common.Opt<bool?>("--enabled", "true or false", "BOOL");
        var number = new Argument<string>("NUMBER") { Description = "A phone number" };
        Symbol[] options = [name, kind, channel, url, method, headers, body, type, expect, user, PasswordInput.FromStandardInput, from, report, rupiah, timeout, position, enabled];

        CourierInput Read(ParseResult a) => new()
        {
            Kind = a.GetValue(kind),
            Channel = a.GetValue(channel),
            Url = a.GetValue(url),
            Method = a.GetValue(method),
            Headers = a.GetValue(headers),
            Body = a.GetValue(body),
            ContentType = a.GetValue(type),
            Expect = a.GetValue(expect),
            User = a.GetValue(user),
            Password = a.GetValue(PasswordInput.FromStandardInput) ? PasswordInput.Read(a) : null,
            From = a.GetValue(from),
            ReportUrl = a.GetValue(report),
            Rupiah = a.GetValue(rupiah),
            TimeoutSeconds = a.GetValue(timeout),
            Position = a.GetValue(position),
            Enabled = a.GetValue(enabled),
        };

        var courier = new Command("courier", "Couriers: who carries messages (codes by SMS or WhatsApp, alerts)");
        courier.Add(Common.Command("add", "Add a courier", async (a, store, cancel) =>
        {
            var input = Read(a);
            var view = await store.Writer.ChangeAsync(db => CourierList.AddAsync(db, store.Secrets, a.GetValue(name)!, input, cancel), cancel);
            store.Output.Done($"Courier {view.Name} added. Try it: hotspot {(view.Channel == MessageChannel.Phone ? "courier test 08…" : "alert test NAME")}", view);
        }, options));
        courier.Add(Common.Command("set", "Change a courier; what is not said stays", async (a, store, cancel) =>
        {
            var input = Read(a);
            var view = await store.Writer.ChangeAsync(db => CourierList.SetAsync(db, store.Secrets, a.GetValue(name)!, input, cancel), cancel);
            store.Output.Done($"Courier {view.Name} changed.", view);
        }, options));
        courier.Add(Common.Command("list", "All couriers in their order", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await CourierList.ListAsync(db, store.Secrets, cancel));
        }));
        courier.Add(Common.Command("remove", "Remove a courier", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => CourierList.RemoveAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Courier {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        courier.Add(Common.Command("test", "Have the running server send a test message, and say what came of it", (a, store, cancel) => TestAsync(store, a.GetValue(number)!, cancel), number));
        return courier;
    }

    public static Command CreateMessage()
    {
        var state = Common.Opt<string?>("--state", "waiting, sending, sent, delivered, failed or expired", "STATE");
        var area = Common.Opt<string?>("--area", "An area and all in it", "CODE");
        var message = new Command("message", "Messages: what was sent, what it cost, what came of it");
        message.Add(Common.Command("list", "The newest 200 messages", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await Outbox.ListAsync(db, a.GetValue(state), AreaCommands.Code(a.GetValue(area)), cancel: cancel));
        }, state, area));
        return message;
    }

    private static async Task TestAsync(StoreSession store, string typed, CancellationToken cancel)
    {
        var number = PhoneNumbers.Normalize(typed, store.Settings.Codes.Country) ?? throw new RefusedException($"'{typed}' is not a phone number.");
        if (ServerFile.Running(store.Settings.Folder) is null) throw new RefusedException("No server runs on this data folder: nobody would send it.");
        var posted = await store.Writer.WriteAsync(db => Outbox.PostAsync(db, store.Secrets, new NewMessage(
            $"test:{Guid.NewGuid():N}", MessagePurpose.Test, MessageChannel.Phone, number, PhoneNumbers.Mask(number), "Pesan percobaan / test message: WiFi warga.", null, store.Now.AddMinutes(2), 0), store.Now, cancel), cancel);
        for (var i = 0; i < 40; i++)
        {
            await Task.Delay(250, cancel);
            await using var db = store.Open();
            var row = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == posted.Id, cancel);
            if (row.State is MessageState.Sent or MessageState.Delivered)
            {
                store.Output.Done($"Sent. {row.Answer}", new { id = row.Id, state = row.State, answer = row.Answer });
                return;
            }
            if (row.State is MessageState.Failed) throw new RefusedException($"Not sent: {row.Answer}");
        }
        throw new RefusedException("Not sent within 10 seconds; the server tries on for two minutes. See: hotspot message list");
    }
}
