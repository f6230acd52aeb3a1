using System.IO.Compression;
using System.Text;

namespace HotspotManager.Portal.Login.Wire;

/// <summary>A stretch of a page that is the same for everybody, in both forms it may go over the air in, made once.</summary>
internal sealed class PageText
{
    public PageText(string text)
    {
        Plain = Encoding.UTF8.GetBytes(text);
        using var to = new MemoryStream();
        using (var deflate = new DeflateStream(to, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(Plain);
            deflate.Flush();
            Deflated = to.ToArray();
        }
        Sum = Crc32.Append(0, Plain);
        Shift = Crc32.Shift(Plain.Length);
    }

    public byte[] Plain { get; }

    /// <summary>DEFLATE blocks, none of them the last, that begin and end on an octet and look back at nothing before them: they can stand anywhere in a stream.</summary>
    public byte[] Deflated { get; }

    public uint Sum { get; }

    public uint Shift { get; }
}
