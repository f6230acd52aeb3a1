namespace HotspotManager.Core.Store;

/// <summary>The one folder that holds everything a server keeps: database, journal, keys, settings, logs, back-ups.</summary>
public sealed record DataFolder(string Path)
{
    public string Database => At("hotspot.db");
    public string DataKey => At("keys", "data.key");
    public string CookieKeys => At("keys", "cookies");
    public string Settings => At("hotspot.json");
    public string ServerFile => At("server.json");
    public string Logs => At("logs");
    public string Backups => At("backups");
    public string Profiles => At("profiles");
    public string Journal => At("journal");
    public string LockFile => At("migrate.lock");

    public string At(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Makes the folder, readable by its owner only, when it is not there.</summary>
    public void Ensure()
    {
        if (Directory.Exists(Path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary><c>Database:Connection</c>: empty for SQLite in the data folder, else a PostgreSQL connection string.</summary>
public sealed record DatabaseOptions
{
    public string Connection { get; set; } = "";
    public bool IsPostgres => Connection.Length > 0;
    public string Kind => IsPostgres ? "postgresql" : "sqlite";
}
