using HotspotManager.Peers.Databases;

namespace HotspotManager.Unit.Core;

/// <summary>Databases on the one PostgreSQL of this test run; skips (in CI: fails) where it is not installed.</summary>
internal static class Postgres
{
    public static async Task<string> NewDatabaseAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return await server.NewDatabaseAsync();
    }
}
