using System.CommandLine;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot alert …</c>: who is told of incidents, and who may press the buttons.</summary>
internal static class AlertCommands
{
    public static Command Create()
    {
        var name = Common.Name("subscription");
        var channel = Common.Opt<string?>("--channel", "telegram, email, phone (SMS or WhatsApp), webhook, or a channel of your own couriers", "CHANNEL");
        var to = Common.Opt<string?>("--to", "A chat (-1001234567890, or with a topic -1001234567890/17), e-mail address, phone number or https address", "ADDRESS");
        var whose = Common.Opt<string?>("--operator", "Whose it is: only what that operator may see; \"\": a group's", "NAME");
        var area = Common.Opt<string?>("--area", "An area and all in it; \"\" or nothing: the whole city", "CODE");
        var least = Common.Opt<string?>("--least", "point (default: also single access points), site (a site or an uplink), wide (10 access points or 100 people)", "SEVERITY");
        var language = Common.Opt<string?>("--language", "id (default) or en", "LANGUAGE");
        var after = Common.Opt<int?>("--after", "A next step: told only what nobody acknowledged for so long (0: at once)", "MINUTES");
        var point = Common.Opt<int?>("--point-after", "How long a single access point is out before it is told (5)", "MINUTES");
        var quiet = Common.Opt<string?>("--quiet", "Quiet hours by the city's clock, 22:00-05:00; \"\": none", "HOURS");
        var quietLeast = Common.Opt<string?>("--quiet-least", "What is told in quiet hours all the same: point, site or wide (default)", "SEVERITY");
        var digest = Common.Opt<int?>("--digest", "One message for all, so often from 07.00 on (60: hourly, 1440: each morning; 0: none)", "MINUTES");
        var perHour = Common.Opt<int?>("--per-hour", "Messages about new incidents in an hour; what is beyond comes in a digest (12)", "N");
        var enabled = Common.Opt<bool?>("--enabled", "true or false", "BOOL");
        var mute = Common.Opt<int?>("--mute", "Nothing at all for so long (0: no longer)", "MINUTES");
        Symbol[] options = [name, channel, to, whose, area, least, language, after, point, quiet, quietLeast, digest, perHour, enabled, mute];

        AlertInput Read(ParseResult a) => new()
        {
            Channel = a.GetValue(channel),
            To = a.GetValue(to),
            Operator = a.GetValue(whose),
            Area = a.GetValue(area),
            Least = a.GetValue(least),
            Language = a.GetValue(language),
            AfterMinutes = a.GetValue(after),
            PointMinutes = a.GetValue(point),
            Quiet = a.GetValue(quiet),
            QuietLeast = a.GetValue(quietLeast),
            DigestMinutes = a.GetValue(digest),
            PerHour = a.GetValue(perHour),
            Enabled = a.GetValue(enabled),
            MuteMinutes = a.GetValue(mute),
        };

        var alert = new Command("alert", "Alerts: who is told of incidents, when, and by which way");
        alert.Add(Common.Command("add", "Add a subscription", async (a, store, cancel) =>
        {
            var row = await store.Writer.ChangeAsync(db => AlertList.AddAsync(db, store.Secrets, a.GetValue(name), Read(a), store.Now, store.Settings.Codes.Country, cancel), cancel);
            store.Output.Done($"{row.Name} is told by {row.Channel}. Try it: hotspot alert test {row.Name}", AlertList.View(row));
        }, options));
        alert.Add(Common.Command("set", "Change a subscription; what is not said stays", async (a, store, cancel) =>
        {
            var row = await store.Writer.ChangeAsync(db => AlertList.SetAsync(db, store.Secrets, a.GetValue(name)!, Read(a), store.Now, store.Settings.Codes.Country, cancel), cancel);
            store.Output.Done($"Subscription {row.Name} changed.", AlertList.View(row));
        }, options));
        alert.Add(Common.Command("list", "All subscriptions, the first step first", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await AlertList.ListAsync(db, cancel));
        }));
        alert.Add(Common.Command("remove", "Remove a subscription", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => AlertList.RemoveAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Subscription {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        alert.Add(Common.Command("test", "Have the running server send a test message, and say what came of it", (a, store, cancel) => TestAsync(store, a.GetValue(name)!, cancel), name));
        alert.Add(CreateContact());
        return alert;
    }

    private static Command CreateContact()
    {
        var name = new Argument<string>("OPERATOR") { Description = "Name of an operator" };
        var user = Common.Opt<string>("--telegram", "The operator's Telegram user number: pressing a button once shows it", "NUMBER", required: true);
        var contact = new Command("contact", "Operators whose buttons count");
        contact.Add(Common.Command("add", "Let an operator acknowledge and mute from Telegram", async (a, store, cancel) =>
        {
            var view = await store.Writer.ChangeAsync(db => AlertList.AddContactAsync(db, store.Secrets, a.GetValue(name)!, MessageChannel.Telegram, a.GetValue(user), store.Now, cancel), cancel);
            store.Output.Done($"{view.Operator} may press the buttons.", view);
        }, name, user));
        contact.Add(Common.Command("list", "All of them", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await AlertList.ContactsAsync(db, cancel));
        }));
        contact.Add(Common.Command("remove", "An operator's buttons count no more", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => AlertList.RemoveContactsAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"{a.GetValue(name)} has no contact any more.", new { @operator = a.GetValue(name) });
        }, name));
        return contact;
    }

    private static async Task TestAsync(StoreSession store, string name, CancellationToken cancel)
    {
        if (ServerFile.Running(store.Settings.Folder) is not { } server) throw new RefusedException("No server runs on this data folder: nobody would send it.");
        var posted = await store.Writer.WriteAsync(async db =>
        {
            var writer = new AlertWriter(new AreaTable(), new CityClock(store.Settings.City, store.Time), new AlertOptions { ConsoleUrl = server.Console });
            return await AlertList.TestAsync(db, store.Secrets, writer, name, store.Now, cancel);
        }, cancel);
        for (var i = 0; i < 60; i++)
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
        throw new RefusedException("Not sent within 15 seconds; the server tries on for two minutes. Is there a courier for its channel? See: hotspot courier list, hotspot message list");
    }
}
