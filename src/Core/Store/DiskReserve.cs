using Microsoft.Data.Sqlite;

namespace HotspotManager.Core.Store;

/// <summary>
/// A file that holds space for a bad day: when the disk is full it is given up, so that what must be stored still can be while operators make room.
/// </summary>
public sealed class DiskReserve(DataFolder folder)
{
    private const int Size = 16 * 1024 * 1024;

    /// <summary>ENOSPC, and Windows' ERROR_DISK_FULL.</summary>
    private const int NoSpace = 28, DiskFull = unchecked((int)0x80070070);

    private string File => folder.At("reserve.bin");

    /// <summary>Makes the reserve when it is not there and there is room for it several times over.</summary>
    public void Ensure()
    {
        if (System.IO.File.Exists(File) || new DriveInfo(folder.Path).AvailableFreeSpace < 4L * Size) return;
        using var stream = new FileStream(File, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = Size });
        // Written, not only promised: some file systems keep a preallocation without blocks.
        var block = new byte[64 * 1024];
        for (var written = 0; written < Size; written += block.Length) stream.Write(block);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the space up; false when it was given up before.</summary>
    public bool Release()
    {
        if (!System.IO.File.Exists(File)) return false;
        System.IO.File.Delete(File);
        return true;
    }

    /// <summary>SQLITE_FULL (13), SQLITE_IOERR_WRITE and its kin where the memory map of the log cannot grow, PostgreSQL's disk_full (53100), or the operating system's word for it.</summary>
    public static bool IsDiskFull(Exception error) =>
        error is SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: 778 or 4874 or 5386 } or System.Data.Common.DbException { SqlState: "53100" }
            or IOException { HResult: NoSpace or DiskFull }
        || error.InnerException is { } inner && IsDiskFull(inner);
}
