using System.Globalization;
using System.Text;

namespace HotspotManager.Bench.Radius;

/// <summary>A PostgreSQL cluster of the run's own with the tables that come with FreeRADIUS, durable as PostgreSQL is by default, on the server's core.</summary>
internal static class Postgres
{
    private const string Schema = "/etc/freeradius/3.0/mods-config/sql/main/postgresql/schema.sql";

    public static (Peer Peer, int Port) Start(WorkFolder work)
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "postgres")))
            : null;
        if (binaries is null || !File.Exists(Schema))
            throw new InvalidOperationException("PostgreSQL or FreeRADIUS's tables for it are missing: apt install postgresql freeradius-postgresql");
        // PostgreSQL does not run as root: the folder is its own user's.
        var folder = work.Folder("postgres");
        var cluster = Path.Combine(folder, "cluster");
        var asUser = Environment.UserName == "root";
        Peer.Run("chmod", "go+x", work.Path);
        if (asUser)
            Peer.Run("chown", "postgres", folder);
        string[] As(params string[] command) => asUser ? ["runuser", "-u", "postgres", "--", .. command] : command;
        var make = As(Path.Combine(binaries, "initdb"), "-D", cluster, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C");
        Peer.Run(make[0], make[1..]);
        var port = LoadGenerator.FreePort();
        var run = As(Path.Combine(binaries, "postgres"), "-D", cluster, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", cluster, "-h", "127.0.0.1");
        var peer = Peer.Start("postgres", folder, Machine.ServerCore, run[0], run[1..]);
        for (var tries = 0; ; tries++)
        {
            try
            {
                Sql(port, "postgres", "CREATE DATABASE radius");
                break;
            }
            catch (InvalidOperationException) when (tries < 100)
            {
                Thread.Sleep(100);
            }
        }
        Sql(port, "radius", File.ReadAllText(Schema));
        Sql(port, "radius", Users());
        return (peer, port);
    }

    private static string Users()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Requests.Users; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"INSERT INTO radcheck (username, attribute, op, value) VALUES ('{Requests.Name(i)}', 'Cleartext-Password', ':=', '{Requests.Password(i)}');\n");
            text.Append(CultureInfo.InvariantCulture, $"INSERT INTO radreply (username, attribute, op, value) VALUES ('{Requests.Name(i)}', 'Session-Timeout', '=', '36000'),");
            text.Append(CultureInfo.InvariantCulture, $"('{Requests.Name(i)}', 'Acct-Interim-Interval', '=', '300'), ('{Requests.Name(i)}', 'Mikrotik-Rate-Limit', '=', '1000k/4000k');\n");
        }
        return text.Append("ANALYZE;").ToString();
    }

    private static void Sql(int port, string database, string sql)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, sql);
            string[] options = ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", database, "-qX", "-v", "ON_ERROR_STOP=1", "-f", file];
            // One transaction, but for what cannot be in one.
            Peer.Run("psql", database == "radius" ? ["-1", .. options] : options);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
