using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Looks;

/// <summary>A logo that somebody uploaded: read as PNG or SVG, and written anew with nothing in it but the picture.</summary>
public static class LogoFile
{
    /// <summary>More than this is not even looked at.</summary>
    public const int LargestUpload = 256 * 1024;

    private const int LargestSide = 512;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The picture alone.</summary>
    /// <exception cref="RefusedException">Neither PNG nor SVG, broken, or too large; the message says what to do.</exception>
    public static byte[] Clean(ReadOnlyMemory<byte> file)
    {
        if (file.Length > LargestUpload) throw new RefusedException("The logo's file is larger than 256 KB.", "Berkas logo lebih dari 256 KB.");
        var clean = file.Span.StartsWith(Signature) ? Png(file.Span) : SvgLogo.Clean(file);
        if (Weight(clean) is > Look.LargestLogo and var weight)
        {
            throw new RefusedException(
                FormattableString.Invariant($"The logo would add {weight:N0} octets to the first page; at most {Look.LargestLogo:N0} fit. Save it as 96 × 96 PNG with few colours, or as a simple SVG."),
                $"Logo menambah {weight} oktet pada halaman pertama; paling banyak {Look.LargestLogo}, supaya halaman tetap ringan. Simpan sebagai PNG 96 × 96 dengan sedikit warna, atau SVG sederhana.");
        }
        return clean;
    }

    /// <summary>The data: address of a stored logo. An SVG is written as text: it compresses, base64 would not.</summary>
    public static string Uri(byte[] logo) => IsPng(logo)
        ? "data:image/png;base64," + Convert.ToBase64String(logo)
        : "data:image/svg+xml," + Encoding.UTF8.GetString(logo).Replace("%", "%25", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal);

    /// <summary>What it adds to a page as it goes over the air.</summary>
    public static int Weight(byte[] logo)
    {
        using var to = new MemoryStream();
        using (var deflate = new DeflateStream(to, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(Encoding.ASCII.GetBytes(Uri(logo)));
        return (int)to.Length;
    }

    public static bool IsPng(ReadOnlySpan<byte> logo) => logo.StartsWith(Signature);

    /// <summary>PNG (W3C PNG, third edition): chunks with right sums, only those that make the picture, and pixels that decode to the size the header says.</summary>
    private static byte[] Png(ReadOnlySpan<byte> file)
    {
        using var to = new MemoryStream();
        using var pixels = new MemoryStream();
        to.Write(Signature);
        var rest = file[Signature.Length..];
        var (header, ended) = (default(Header), false);
        while (!ended)
        {
            if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 12) throw Broken();
            var chunk = rest[..(12 + (int)length)];
            if (Crc(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..])) throw Broken();
            var kind = Encoding.ASCII.GetString(chunk[4..8]);
            var data = chunk[8..^4];
            if (header.Width == 0 != (kind == "IHDR")) throw Broken();
            if (kind == "IHDR") header = Header.Read(data) ?? throw Broken();
            if (kind == "IDAT") pixels.Write(data);
            ended = kind == "IEND";
            // Upper case: without it there is no picture. What we do not know of that kind we cannot check.
            if (kind is "IHDR" or "PLTE" or "tRNS" or "IDAT" or "IEND") to.Write(chunk);
            else if (char.IsAsciiLetterUpper(kind[0])) throw Broken();
            rest = rest[chunk.Length..];
        }
        if (header.Width > LargestSide || header.Height > LargestSide)
            throw new RefusedException($"The logo is {header.Width} × {header.Height} points; at most {LargestSide} × {LargestSide}, and 96 × 96 are enough.",
                FormattableString.Invariant($"Logo berukuran {header.Width} × {header.Height} titik; paling besar {LargestSide} × {LargestSide}, 96 × 96 sudah cukup."));
        pixels.Position = 0;
        if (!header.Fits(pixels)) throw Broken();
        return to.ToArray();

        static RefusedException Broken() => new("The logo's PNG cannot be read: it is broken or of an unknown kind. Save it anew.", "PNG logo tidak dapat dibaca: rusak atau jenisnya tidak dikenal. Simpan ulang berkasnya.");
    }

    private readonly record struct Header(int Width, int Height, int BitsOfPixel, bool Interlaced)
    {
        public static Header? Read(ReadOnlySpan<byte> data)
        {
            if (data.Length != 13 || data[10] != 0 || data[11] != 0 || data[12] > 1) return null;
            var (width, height, depth) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), data[8]);
            var channels = (data[9], depth) switch
            {
                (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
                (2, 8 or 16) => 3,
                (4, 8 or 16) => 2,
                (6, 8 or 16) => 4,
                _ => 0,
            };
            return channels > 0 && width is > 0 and <= 16_384 && height is > 0 and <= 16_384 ? new Header((int)width, (int)height, channels * depth, data[12] == 1) : null;
        }

        /// <summary>Whether the compressed lines decode, and to as many octets as they must (interlaced: at most seven times the filter octets more).</summary>
        public bool Fits(Stream compressed)
        {
            var most = Height * (1L + (Width * BitsOfPixel + 7) / 8) + (Interlaced ? 16L * (Height + 8) : 0);
            try
            {
                using var inflate = new ZLibStream(compressed, CompressionMode.Decompress);
                var (buffer, read) = (new byte[8192], 0L);
                for (int n; (n = inflate.Read(buffer)) > 0 && read <= most;) read += n;
                return read > 0 && (Interlaced ? read <= most : read == most);
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }

    /// <summary>CRC-32 of ISO 3309, as PNG has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var octet in data)
        {
            sum ^= octet;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }
        return ~sum;
    }
}
