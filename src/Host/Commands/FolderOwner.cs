using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary>Refuses to work on a data folder as another user than its owner: files made by the wrong user would stop the server.</summary>
public static partial class FolderOwner
{
    /// <exception cref="RefusedException">The folder belongs to somebody else.</exception>
    public static void Check(DataFolder folder)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder.Path) || Owner(folder.Path) is not { } owner) return;
        var me = GetEffectiveUserId();
        if (owner != me) throw new RefusedException($"{folder.Path} belongs to user {owner}, you are {me}: run the command as that user (sudo -u '#{owner}' hotspot …).");
    }

    private static uint? Owner(string path)
    {
        // struct statx is the same on every architecture: stx_uid stands at octet 20 (linux/stat.h).
        Span<byte> stat = stackalloc byte[256];
        const uint wantUid = 0x8;
        return Statx(-100, path, 0, wantUid, ref MemoryMarshal.GetReference(stat)) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(stat[20..]) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
