using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HotspotManager.Core.Journals;

/// <summary>
/// Puts on disk what was written. On Linux by fdatasync(2), which leaves the time of change out: for a file whose space was filled beforehand that is one flush
/// instead of two. A new or renamed file is safe only once its folder is flushed, too (fsync(2), notes).
/// </summary>
internal static partial class DiskFlush
{
    private const int EINTR = 4, O_DIRECTORY = 0x10000;

    /// <exception cref="IOException">The disk refused: what was written since the last flush may or may not be there, and the file must not be trusted any more.</exception>
    public static void File(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }
        while (DataSync(file) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR) throw new IOException($"The disk did not take what was written: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    public static void Folder(string path)
    {
        // On other systems renaming is the file system's own affair.
        if (!OperatingSystem.IsLinux()) return;
        using var folder = Open(path, O_DIRECTORY);
        if (folder.IsInvalid || Sync(folder) != 0) throw new IOException($"{path} could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
