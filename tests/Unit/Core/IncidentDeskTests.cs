using HotspotManager.Core.Feed;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

public class IncidentDeskTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_do_stands_in_the_row_the_story_and_the_feed()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await AddAsync(store, null);
        await store.Writer.WriteAsync(db => IncidentDesk.AcknowledgeAsync(db, id, "siti", " PLN called ", TimeSpan.FromHours(1), Now, Cancel), Cancel);
        await store.Writer.WriteAsync(db => IncidentDesk.OwnAsync(db, id, "siti", "budi", Now.AddMinutes(1), Cancel), Cancel);
        await store.Writer.WriteAsync(db => IncidentDesk.NoteAsync(db, id, "budi", "on the way", Now.AddMinutes(2), Cancel), Cancel);
        await using var db = store.Open();
        var found = (await OutageList.IncidentAsync(db, id, Now.AddMinutes(3), Cancel))!;
        Assert.Equal(("siti", "budi"), (found.Incident.AcknowledgedBy, found.Incident.Owner));
        Assert.Equal(["acknowledged siti PLN called", "owner siti budi", "note budi on the way"], found.Notes.Select(n => $"{n.Kind} {n.Who} {n.Text}"));
        var events = await db.Set<FeedEvent>().OrderBy(e => e.Seq).ToListAsync(Cancel);
        Assert.Equal(["acknowledged", "owner", "note"], events.Select(e => System.Text.Json.JsonDocument.Parse(e.Data!).RootElement.GetProperty("change").GetString()));
        Assert.All(events, e => Assert.Equal(("incident", "open", "35.73.05.1011/05"), (e.Kind, e.State, e.Area)));

        // An acknowledgement with an end holds until then.
        Assert.Null((await OutageList.IncidentAsync(db, id, Now.AddHours(1), Cancel))!.Incident.AcknowledgedBy);
        await store.Writer.WriteAsync(w => IncidentDesk.UnacknowledgeAsync(w, id, "siti", Now.AddMinutes(4), Cancel), Cancel);
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.WriteAsync(w => IncidentDesk.UnacknowledgeAsync(w, id, "siti", Now.AddMinutes(5), Cancel), Cancel));
    }

    [Fact]
    public async Task What_has_ended_can_only_be_written_about()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await AddAsync(store, Now);
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.WriteAsync(db => IncidentDesk.AcknowledgeAsync(db, id, "siti", null, null, Now, Cancel), Cancel));
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.WriteAsync(db => IncidentDesk.OwnAsync(db, id, "siti", "budi", Now, Cancel), Cancel));
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.WriteAsync(db => IncidentDesk.NoteAsync(db, id + 1, "siti", "x", Now, Cancel), Cancel));
        foreach (var text in new[] { null, " ", new string('x', IncidentDesk.LongestNote + 1) })
        {
            await Assert.ThrowsAsync<RefusedException>(() => store.Writer.WriteAsync(db => IncidentDesk.NoteAsync(db, id, "siti", text, Now, Cancel), Cancel));
        }

        await store.Writer.WriteAsync(db => IncidentDesk.NoteAsync(db, id, "siti", "it was the fuse", Now, Cancel), Cancel);
        await using var db = store.Open();
        Assert.Single((await OutageList.IncidentAsync(db, id, Now, Cancel))!.Notes);
    }

    private static Task<long> AddAsync(TestStore store, DateTimeOffset? ended) => store.Writer.WriteAsync(async db =>
    {
        var incident = new Incident { AreaCode = "35.73.05.1011/05", Cause = OutageCauses.PowerOrBackhaul, StartedAt = Now.AddHours(-1), EndedAt = ended };
        db.Add(incident);
        await db.SaveChangesAsync(Cancel);
        return incident.Id;
    }, Cancel);
}
